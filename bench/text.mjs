// Prints how many megabytes of text log per second are read and understood, from memory, one line per kind of log: by
// the clock, and per second of processor time, which other work on the machine disturbs less.
import { loadSource } from './loadSource.mjs';
import { kinds } from './textKinds.mjs';

const megabytes = Number(process.argv[2] ?? 12);
const wanted = process.argv.slice(3);
const { textLog, readLines } = await loadSource('formats/textLog', 'formats/lineReader');

console.log(`${'kind'.padEnd(22)}${'MB/s'.padStart(8)}${'MB/CPU s'.padStart(10)}   points`);
const nano = bytesOf(kinds['nanoGPT']);
row('lines only', await best(nano, (source, cursor) => readLines(source, cursor), (read) => read.lines.length));
for (const [kind, line] of Object.entries(kinds).filter(([kind]) => wanted.length === 0 || wanted.some((part) => kind.includes(part)))) {
  row(kind, await best(bytesOf(line), (source, cursor) => textLog.read(source, cursor), (read) => read.records.series.reduce((sum, { length }) => sum + length, 0)));
}

function bytesOf(line) {
  const parts = [];
  for (let i = 1, size = 0; size < megabytes * 1e6; i++) {
    parts.push(line(i));
    size += parts.at(-1).length + 1;
  }
  return Buffer.from(`${parts.join('\n')}\n`);
}

/** Best of nine: other work on the machine only ever makes a run slower. */
async function best(bytes, read, count) {
  const source = { path: 'train.log', stat: async () => undefined, read: async (offset, length) => bytes.subarray(offset, offset + length) };
  const rounds = [];
  for (let round = 0; round < 9; round++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    let points = 0;
    for (let cursor, more = true; more;) {
      const result = await read(source, cursor);
      points += count(result);
      ({ cursor, more } = result);
    }
    const { user, system } = process.cpuUsage(used);
    rounds.push({ speed: bytes.length / 1e3 / (performance.now() - start), perCpu: bytes.length / (user + system), points });
  }
  const most = (key) => Math.max(...rounds.map((round) => round[key]));
  return { speed: most('speed'), perCpu: most('perCpu'), points: rounds[0].points };
}

function row(kind, { speed, perCpu, points }) {
  console.log(`${kind.padEnd(22)}${speed.toFixed(0).padStart(8)}${perCpu.toFixed(0).padStart(10)}   ${points}`);
}
