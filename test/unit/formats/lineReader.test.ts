import { describe, expect, test } from 'vitest';
import { readLines, type LineCursor, type LineLimits } from '../../../src/formats/lineReader';
import type { Source } from '../../../src/model/source';
import { seededRandom } from './seededRandom';

const small: LineLimits = { chunk: 8, longest: 32 };

describe('readLines', () => {
  test('ends lines at every kind of terminator and keeps the tail apart', async () => {
    const read = await readLines(memory('a\nb\r\nc\rd\n\n e'));
    expect(read.lines).toEqual(['a', 'b', 'c', 'd', '']);
    expect(read.rest).toBe(' e');
    expect(read.cursor).toMatchObject({ offset: 10, line: 5 });
    expect(read.more).toBe(false);
  });

  test('a carriage return and its line feed are one terminator even when a read ends between them', async () => {
    const growing = memory('ab\r');
    const first = await readLines(growing);
    growing.bytes = encode('ab\r\ncd\n');
    const second = await readLines(growing, first.cursor);
    expect([...first.lines, ...second.lines]).toEqual(['ab', 'cd']);
    expect(second.firstLine).toBe(1);
  });

  test.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('understands %s with a byte-order mark', async (encoding) => {
    const { lines, rest } = await readAll(memory(withMark('loss ü 1\r\nstep ▇ 2\nrest', encoding)), small);
    expect(lines).toEqual(['loss ü 1', 'step ▇ 2']);
    expect(rest).toBe('rest');
  });

  test('bytes that are not UTF-8 become replacement characters and lose nothing else', async () => {
    const { lines } = await readAll(memory(new Uint8Array([0x61, 0xff, 0xc3, 0x0a, 0x62, 0x0a])));
    expect(lines).toEqual(['a\ufffd\ufffd', 'b']);
  });

  test('passes over lines that are too long and says how many', async () => {
    const long = 'x'.repeat(100);
    const { lines, tooLong, numbers } = await readAll(memory(`a\n${long}\nb\n${long}\r\nc\n`), small);
    expect(lines).toEqual(['a', 'b', 'c']);
    expect(tooLong).toBe(2);
    expect(numbers).toEqual([0, 2, 4]);
  });

  test('never asks for more than the longest line at once', async () => {
    const source = memory('x'.repeat(10_000));
    await readAll(source, small);
    expect(source.largestRead).toBeLessThanOrEqual(small.longest);
  });

  test('a file read as it grows gives the lines of the whole file', async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 300; round++) {
      const bytes = randomText(random);
      const whole = await readAll(memory(bytes), small);
      const source = memory(new Uint8Array(0));
      const grown: string[] = [];
      let cursor: LineCursor | undefined;
      let tooLong = 0;
      for (let size = 0; size < bytes.length;) {
        size = Math.min(bytes.length, size + 1 + Math.floor(random() * 20));
        source.bytes = bytes.subarray(0, size);
        const read = await readAll(source, small, cursor);
        grown.push(...read.lines);
        tooLong += read.tooLong;
        cursor = structuredClone(read.cursor);
        if (size === bytes.length) expect(read.rest).toBe(whole.rest);
      }
      expect(grown).toEqual(whole.lines);
      expect(tooLong).toBe(whole.tooLong);
    }
  });

  test('an empty or vanished file has no lines', async () => {
    expect(await readLines(memory(''))).toMatchObject({ lines: [], rest: '', more: false });
  });
});

interface Memory extends Source {
  bytes: Uint8Array;
  largestRead: number;
}

function memory(content: string | Uint8Array): Memory {
  return {
    path: 'memory.log',
    bytes: typeof content === 'string' ? encode(content) : content,
    largestRead: 0,
    async stat() {
      return { size: this.bytes.length, modified: 0, identity: '' };
    },
    async read(offset, length) {
      this.largestRead = Math.max(this.largestRead, length);
      return this.bytes.subarray(offset, offset + length);
    },
  };
}

async function readAll(source: Source, limits?: LineLimits, from?: LineCursor) {
  const lines: string[] = [];
  const numbers: number[] = [];
  let tooLong = 0;
  for (let cursor = from; ;) {
    const read = await readLines(source, cursor, limits);
    read.lines.forEach((line, i) => { lines.push(line); numbers.push(read.firstLine + i); });
    tooLong += read.tooLong;
    cursor = read.cursor;
    if (!read.more) return { lines, numbers, tooLong, rest: read.rest, cursor };
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function withMark(text: string, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): Uint8Array {
  if (encoding === 'utf-8') return encode(`\ufeff${text}`);
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

function randomText(random: () => number): Uint8Array {
  const pieces = ['\n', '\r\n', '\r', 'a', 'bc', 'ü', '▇', 'x'.repeat(9), 'y'.repeat(40)];
  const text = Array.from({ length: 30 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
  return random() < 0.3 ? withMark(text, random() < 0.5 ? 'utf-16le' : 'utf-16be') : encode(text);
}
