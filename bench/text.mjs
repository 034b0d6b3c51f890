// Prints how many megabytes of text log per second are read and understood, from memory, one line per kind of log: by
// the clock, and per second of processor time, which other work on the machine disturbs less.
import { loadSource } from './loadSource.mjs';

const megabytes = Number(process.argv[2] ?? 12);
const { textLog, readLines } = await loadSource('formats/textLog', 'formats/lineReader');

const loss = (step) => (3 + 8 / Math.sqrt(step + 1)).toFixed(4);
const kinds = {
  'nanoGPT': (i) => `iter ${i}: loss ${loss(i)}, time ${(1400 + (i % 97)).toFixed(2)}ms, mfu ${(14 + (i % 7) / 10).toFixed(2)}%`,
  'llm.c main.log': (i) => `s:${i} trl:${loss(i)} lr:0.000400 norm:${(1 + (i % 13) / 10).toFixed(2)}`,
  'modded-nanogpt': (i) => `step:${i}/9999999 train_loss:${loss(i)} train_time:${i * 216}ms step_avg:216.33ms`,
  'Megatron-LM': (i) => ` [2025-08-01 09:${String(10 + (i % 50)).padStart(2, '0')}:44] iteration ${String(i).padStart(8)}/ 9999999 | consumed samples: ${String(i * 128).padStart(12)} | elapsed time per iteration (ms): 33186.0 | learning rate: 6.976744E-08 | global batch size:   128 | lm loss: ${Number(loss(i)).toExponential(6)} | loss scale: 1.0 | grad norm: 35.543 | num zeros: 1299.0 | number of skipped iterations:   0 | number of nan iterations:   0 |`,
  'torchtitan': (i) => `[rank0]:[titan] 2025-12-17 01:18:26,708 - root - INFO - \u001b[31mstep: ${i}  \u001b[32mloss: ${loss(i)}  \u001b[38;2;180;60;0mgrad_norm:  8.2782  \u001b[34mmemory: 87.87GiB(62.89%)  tps: 3,502  tflops: 47.71  mfu: 4.82%\u001b[39m`,
  'HF dictionaries': (i) => `{'loss': ${loss(i)}, 'grad_norm': 3.4, 'learning_rate': 5.77e-07, 'epoch': ${(i / 1000).toFixed(3)}}`,
  'no preset': (i) => `INFO training step ${i} loss=${loss(i)} lr=0.0003 acc=0.${i % 100}`,
};

console.log(`${'kind'.padEnd(18)}${'MB/s'.padStart(8)}${'MB/CPU s'.padStart(10)}   points`);
const nano = bytesOf(kinds['nanoGPT']);
row('lines only', await best(nano, (source, cursor) => readLines(source, cursor), (read) => read.lines.length));
for (const [kind, line] of Object.entries(kinds)) {
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
  console.log(`${kind.padEnd(18)}${speed.toFixed(0).padStart(8)}${perCpu.toFixed(0).padStart(10)}   ${points}`);
}
