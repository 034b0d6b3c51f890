import { openSync, writeSync, closeSync } from 'node:fs';

/** Writes an event file of scalars as torch's SummaryWriter does: `steps` steps of each tag. Returns what it holds. */
export function writeEventFile(path, tags, steps, maskedCrc32c) {
  const file = openSync(path, 'w');
  const buffer = Buffer.alloc(8 << 20);
  let at = 0;
  let bytes = 0;
  const flush = () => {
    writeSync(file, buffer, 0, at);
    bytes += at;
    at = 0;
  };
  const record = (write) => {
    if (at + 4096 > buffer.length) flush();
    const start = at + 12;
    const end = write(buffer, start);
    buffer.writeUInt32LE(end - start, at);
    buffer.writeUInt32LE(0, at + 4);
    buffer.writeUInt32LE(maskedCrc32c(buffer, at, at + 8), at + 8);
    buffer.writeUInt32LE(maskedCrc32c(buffer, start, end), end);
    at = end + 4;
  };
  record((b, p) => p + Buffer.concat([wallTime(0), Buffer.from([0x1a, 13]), Buffer.from('brain.Event:2')]).copy(b, p));
  const names = tags.map((tag) => Buffer.from(tag));
  for (let step = 1; step <= steps; step++) for (let i = 0; i < names.length; i++) record((b, p) => scalar(b, p, names[i], step, 1 / (1 + step) + i, step * 0.25));
  flush();
  closeSync(file);
  return { bytes, events: steps * tags.length };
}

function wallTime(seconds) {
  const bytes = Buffer.alloc(9);
  bytes[0] = 9;
  bytes.writeDoubleLE(1.7e9 + seconds, 1);
  return bytes;
}

function scalar(b, p, tag, step, value, seconds) {
  b[p++] = 9;
  p = b.writeDoubleLE(1.7e9 + seconds, p);
  b[p++] = 16;
  for (let rest = step; ; rest = Math.floor(rest / 128)) {
    b[p++] = rest < 128 ? rest : (rest & 127) | 128;
    if (rest < 128) break;
  }
  b[p++] = 42;
  b[p++] = tag.length + 9;
  b[p++] = 10;
  b[p++] = tag.length + 7;
  b[p++] = 10;
  b[p++] = tag.length;
  p += tag.copy(b, p);
  b[p++] = 21;
  return b.writeFloatLE(value, p);
}

