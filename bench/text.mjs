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
  'llm.c stdout': (i) => `step ${String(i).padStart(6)}/9999999 | loss ${loss(i)} (${Math.sin(i).toFixed(2)}z)| norm ${(1 + (i % 13) / 10).toFixed(4)} (${Math.cos(i).toFixed(2)}z)| lr 6.00e-04 | 300.25 ms | 40.0% bf16 MFU | ${170000 + (i % 999)} tok/s`,
  'nanochat': (i) => `step ${String(i).padStart(6, '0')}/9999999 (${(i / 99999).toFixed(2)}%) | loss: ${loss(i)} | lrm: 1.00 | dt: 300.25ms | tok/sec: 1,${100 + (i % 800)},000 | mfu: 48.2 | total time: ${(i / 100).toFixed(2)}m`,
  'nanotron': (i) => `2025-12-17T01:18:26.708 [INFO|DP=0|PP=0|TP=0]: iteration: ${i} / 9999999 | consumed_tokens: ${(2.56 + (i % 100) / 100).toFixed(2)}K | time_per_iteration_ms: 305 | grad_norm: 1.25 | lm_loss: ${loss(i)} | lr: 0.00015`,
  'mmengine': (i) => `2025/12/17 01:18:26 - mmengine - INFO - Iter(train) [${String(i).padStart(6)}/9999999]  lr: 1.0000e-02  eta: 4:59:11  time: 0.3${100 + (i % 800)}  data_time: 0.0123  memory: 5000  loss: ${loss(i)}  decode.loss_ce: ${loss(i)}`,
  'fairseq': (i) => `2025-12-17 01:18:26 | INFO | train_inner | {"epoch": 1, "update": ${(i / 1000).toFixed(3)}, "loss": "${loss(i)}", "ppl": "12.25", "wps": "3000.1", "ups": "1.2", "num_updates": "${i}", "lr": "0.0001", "gnorm": "1.25", "wall": "${i}"}`,
  'Keras': (i) => `Epoch ${i}/9999999\n100/100 - 1s - loss: ${loss(i)} - accuracy: 0.${1000 + (i % 8000)} - val_loss: ${loss(i)} - 1s/epoch - 10ms/step`,
  'OLMo-core': (i) => `2025-12-17 01:18:26 host:0 trainer:1 INFO [step=${i}/9999999,epoch=1,eta=1:00:00]\n    train/CE loss=${loss(i)}\n    optim/total grad norm=0.${100 + (i % 800)}\n    throughput/device/TPS=3,${100 + (i % 800)}`,
  'Composer': (i) => `[batch=${i}/9999999]:\n\t Train time/batch: ${i}\n\t Train loss/train/total: ${loss(i)}\n\t Train lr-DecoupledAdamW/group0: 0.0001`,
  'no preset, stamped': (i) => `2025-12-17 01:18:26,708 INFO main.py:12 Epoch 1 step ${i}/9999999: loss=${loss(i)}, lr=${(i * 1e-9).toExponential(3)}, acc=0.${i % 100}`,
  'no preset, in blocks': (i) => `Epoch ${i}/9999999\n  train loss: ${loss(i)} acc: 0.${i % 100}`,
  'no preset': (i) => `INFO training step ${i} loss=${loss(i)} lr=0.0003 acc=0.${i % 100}`,
};

console.log(`${'kind'.padEnd(22)}${'MB/s'.padStart(8)}${'MB/CPU s'.padStart(10)}   points`);
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
  console.log(`${kind.padEnd(22)}${speed.toFixed(0).padStart(8)}${perCpu.toFixed(0).padStart(10)}   ${points}`);
}
