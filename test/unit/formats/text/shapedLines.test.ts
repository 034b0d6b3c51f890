import { expect, test } from 'vitest';
import { textLog } from '../../../../src/formats/textLog';
import { corrupted } from '../corruptions';
import { followedBytes, followedGrowing } from '../followSource';
import { seededRandom } from '../seededRandom';

type Line = (i: number, random: () => number) => string;

const clock = (i: number): string => `2024-03-0${1 + Math.floor(i / 200)} ${String(Math.floor(i / 60) % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:07`;
const spread = (random: () => number, digits: number): string => (random() < 0.01 ? 'nan' : (random() * 12 - 0.3).toFixed(digits));
const [red, plain] = ['\u001b[31m', '\u001b[0m'];
const grouped = (value: number): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ',');

const logs: Record<string, Line> = {
  nanoGPT: (i, random) => (i % 50 === 7
    ? `step ${i}: train loss ${spread(random, 4)}, val loss ${spread(random, 4)}`
    : `iter ${random() < 0.01 ? i - 5 : i}: loss ${spread(random, 4)}, time ${(random() * 2000).toFixed(2)}ms, mfu ${i < 20 ? '-100.00' : (random() * 50).toFixed(2)}%`),
  'llm.c': (i, random) => `s:${i} ${i % 25 === 0 ? `tel:${spread(random, 6)}` : `trl:${spread(random, 4)} lr:${(random() * 1e-3).toFixed(6)} norm:${random() < 0.1 ? 'inf' : (random() * 3).toFixed(2)}`}`,
  'modded-nanogpt': (i, random) => `step:${i}/400 ${i % 40 === 0 ? 'val' : 'train'}_loss:${spread(random, 4)} train_time:${Math.floor(random() * 1e6)}ms step_avg:${i < 12 ? 'nan' : (random() * 500).toFixed(2)}ms`,
  torchtitan: (i, random) => `[rank0]:[titan] ${clock(i)},123 - root - INFO - ${red}step: ${i}  ${plain}loss: ${spread(random, 4)}  grad_norm: ${(random() * 5).toFixed(4)}  memory: ${(random() * 80).toFixed(2)}GiB(62.89%)  tps: ${grouped(Math.floor(random() * 12_000))}  mfu: ${(random() * 60).toFixed(2)}%`,
  'Megatron-LM': (i, random) => ` [${clock(i)}] iteration ${String(i).padStart(8)}/     400 | consumed samples: ${String(i * 64).padStart(12)} | elapsed time per iteration (ms): ${(random() * 900).toFixed(1)} | learning rate: ${(random() * 1e-4).toExponential(3)} | lm loss: ${random() < 0.02 ? 'nan' : (random() * 9).toExponential(6).replace('e', 'E')} | loss scale: 1.0 | grad norm: ${(random() * 9).toFixed(3)} | number of nan iterations:   0 |${random() < 0.02 ? ' time (ms)' : ''}`,
};

/** The loss of a language model, and what is logged with it, as the Trainer of Hugging Face prints it. */
const dictionary = (i: number, random: () => number): string => {
  const loss = random() < 0.02 ? 'nan' : (random() * 3 - 0.2).toFixed(i % 3 + 2);
  const quote = random() < 0.1 ? "'" : '';
  if (i % 40 === 0) return `{'eval_loss': ${loss}, 'eval_acc_5': ${random()}, 'eval_runtime': ${(random() * 9).toFixed(3)}, 'epoch': ${i / 100}}`;
  return `{'loss': ${quote}${loss}${quote}, 'grad_norm': ${random() < 0.2 ? 'tensor(0.5)' : random() * 10 ** (4 - 9 * random())}, 'learning_rate': ${Number((5e-5 * (400 - i) / 400).toPrecision(3))}, 'epoch': ${i / 100}${random() < 0.01 ? ", 'step': 7" : ''}}`;
};

const signed = (random: () => number): string => (random() < 0.05 ? '+nan' : `${random() < 0.5 ? '+' : '-'}${(random() * 3).toFixed(2)}`);
Object.assign(logs, {
  'llm.c, standard output': (i, random) => (i % 60 === 0 ? `val loss ${spread(random, 6)}` : `step ${String(i).padStart(4)}/400 | loss ${spread(random, 6)} (${signed(random)}z)| norm ${(random() * 9).toFixed(4)} (${signed(random)}z)| lr ${(random() * 1e-4).toExponential(2)} | ${(random() * 900).toFixed(2)} ms | ${(random() * 60).toFixed(1)}% bf16 MFU | ${Math.floor(random() * 1e6)} tok/s`),
  nanochat: (i, random) => (i % 70 === 69 ? `Step ${i} | Validation bpb: ${random().toFixed(4)}` : `step ${String(i).padStart(5, '0')}/00400 (${(i / 4).toFixed(2)}%) | loss: ${spread(random, 6)} | lrm: ${random().toFixed(2)} | dt: ${(random() * 900).toFixed(2)}${random() < 0.05 ? 's' : 'ms'} | tok/sec: ${grouped(Math.floor(random() * 1e7))} | mfu: ${(random() * 60).toFixed(2)} | total time: ${(random() * 60).toFixed(2)}m${random() < 0.1 ? ' | eta: 3.2m' : ''}`),
  nanotron: (i, random) => `${clock(i)} [INFO|DP=0]: iteration: ${i} / 400 | consumed_tokens: ${(random() * 900).toFixed(2)}${'KM'[Math.floor(random() * 2)]} | time_per_iteration_ms: ${(random() * 900).toFixed(0)} | tokens_per_sec: ${(random() * 9).toFixed(1)}K | grad_norm: ${(random() * 9).toFixed(2)} | lm_loss: ${spread(random, 2)} | lr: ${(random() * 1e-4).toPrecision(3)}`,
  mmengine: (i, random) => `${clock(i).replaceAll('-', '/')} - mmengine - INFO - Iter(${i % 50 === 0 ? `val) [${i / 50}/8]` : `train) [${String(i).padStart(4)}/400]`}  lr: ${(random() * 1e-2).toExponential(4)}  eta: ${random() < 0.3 ? '1 day, ' : ''}4:59:${10 + i % 50}  time: ${random().toFixed(4)}  loss: ${spread(random, 4)}  decode.loss_1: ${random() < 0.1 ? '' : '-'}${random().toFixed(4)}`,
  'mmengine by epochs': (i, random) => `${clock(i).replaceAll('-', '/')} - mmengine - INFO - Epoch(${i % 50 === 49 ? 'val) ' : 'train) '} [${1 + Math.floor(i / 50)}][${1 + i % 50}/50]  lr: ${random().toFixed(4)}  data_time: ${random().toFixed(4)}  loss: ${spread(random, 4)}`,
  fairseq: (i, random) => (i % 40 === 0 ? `${clock(i)} | INFO | valid | epoch ${String(i / 40).padStart(3, '0')} | valid on 'valid' subset | loss ${spread(random, 3)} | ppl ${(random() * 90).toFixed(2)} | num_updates ${i}`
    : `${clock(i)} | INFO | train_inner | {"epoch": ${1 + Math.floor(i / 40)}, "update": ${random().toFixed(3)}, "loss": "${spread(random, 3)}", "ppl": "${(random() * 40).toFixed(2)}", "num_updates": "${i}", "lr": "${(random() * 1e-4).toPrecision(3)}", "gnorm": "${(random() * 3).toFixed(3)}", "wall": "${i}"}`),
} satisfies Record<string, Line>);

/** Records of several lines. */
Object.assign(logs, {
  Composer: (i, random) => `[${random() < 0.1 ? `epoch=1/2][batch=${i}` : `batch=${i}`}/400]:\n\t Train time/batch: ${i}\n\t Train loss/train/total: ${spread(random, 4)}${random() < 0.1 ? '\n\t Train lr-DecoupledAdamW/group0: 2e-05' : ''}${i % 40 === 0 ? `\n\t Eval metrics/lambada_0-shot: ${spread(random, 3)}\n\t Train note: fine` : ''}${random() < 0.05 ? `\n[metric][batch=${i}]: top_5: ${spread(random, 2)}` : ''}`,
  'OLMo-core': (i, random) => `${random() < 0.05 ? '' : `${clock(i)} `}host:0 INFO [step=${i}/400,epoch=1,eta=${random() < 0.3 ? '1 day, ' : ''}1:00:${10 + i % 50}]\n    train/CE loss=${spread(random, 3)}\n    optim/LR (group 0)=${(random() * 1e-4).toPrecision(2)}\n    throughput/total tokens=${grouped(Math.floor(random() * 1e8))}${random() < 0.05 ? '\n    note=fine' : ''}`,
  Keras: (i, random) => `Epoch ${i}/400\n${random() < 0.5 ? ` 99/100 [============================>.] - ETA: 0s - loss: ${spread(random, 4)}\n` : ''}${random() < 0.5 ? `100/100 [==============================] - 3s 8ms/step - loss: ${spread(random, 4)}\n` : ''}100/100 [==============================] - 3s 8ms/step - loss: ${spread(random, 4)} - top_5: ${random().toFixed(4)} - val_loss: ${spread(random, 4)}${random() < 0.02 ? ': early stopping' : ''}`,
  DeepSpeed: (i, random) => `[${clock(i)},708] [INFO] [logging.py:96:log_dist] [Rank 0] step=${i}, skipped=0, lr=[${(random() * 1e-4).toPrecision(3)}], mom=[(0.9, 0.999)]${random() < 0.1 ? ' ' : '\n'}[${clock(i)}] [INFO] [timer.py:260:stop] epoch=0/global_step=${i}, RunningAvgSamplesPerSec=${(random() * 90).toFixed(3)}, CurrSamplesPerSec=31.5`,
  open_lm: (i, random) => (i % 50 === 49 ? `Test set: Average loss: ${random().toFixed(4)}` : `Train Epoch: ${Math.floor(i / 100)} [ ${grouped((i % 100) * 512)}/51,200 (${i % 100}%)] Loss: ${spread(random, 3)} Batch (t): ${random().toFixed(3)}, 345.6/s LR: ${(random() * 1e-4).toPrecision(2)} top_5: ${random().toFixed(2)}`),
  Darknet: (i, random) => ` ${i}: ${spread(random, 3)}, ${spread(random, 3)} avg loss, 0.00${Math.floor(random() * 9)}000 rate, ${(random() * 9).toFixed(2)} seconds, ${i * 64} images, 12.3 hours left`,
  'build-nanogpt': (i, random) => `${i} ${i % 50 === 1 ? 'hella' : 'train'} ${spread(random, 6)}`,
  MLPerf: (i, random) => ['"eval_start", "value": null', `"eval_accuracy", "value": ${random() * 3}`, `"tracked_stats", "value": {"throughput": ${random()}}`, `"throughput", "value": ${i}`]
    .map((entry) => `:::MLLOG {"namespace": "", "time_ms": ${1683765985286 + i}, "event_type": "POINT_IN_TIME", "key": ${entry}, "metadata": {"file": "train.py", "lineno": 13${random() < 0.9 ? `, "epoch_num": ${i * 512}` : ''}}}`).join('\n') + (random() < 0.02 ? '\n{"eval_loss": 1}' : ''),
} satisfies Record<string, Line>);

const unknown: Record<string, Line> = {
  'Hugging Face dictionaries': (i, random) => (i === 1 ? '  Num Epochs = 4\n  Total optimization steps = 800\n' : '') + dictionary(i, random),
  'Hugging Face dictionaries without a plan': dictionary,
  'Hugging Face dictionaries beside bars': (i, random) => `${i < 9 || random() < 0.7 ? `\r ${Math.floor(i / 4)}%|${'█'.repeat(i % 9)}| ${i}/400 [00:0${i % 10}<1:00,  3.1it/s]\r` : ''}${dictionary(i, random)}`,
  'steps of no known trainer': (i, random) => `${clock(i)}${random() < 0.9 ? ',123' : ''}${random() < 0.05 ? 'Z' : ''} INFO main.py:12 step ${random() < 0.03 ? i - 7 : i}/${random() < 0.99 ? 400 : 500}: loss=${spread(random, 4)}, lr=${(random() * 1e-4).toExponential(2)}, acc@5 ${(random() * 100).toFixed(1)}${random() < 0.01 ? ' early stopping triggered' : ''}`,
  'epochs of no known trainer': (i, random) => (i % 20 === 1 ? `Epoch ${1 + Math.floor(i / 20)}/20\n` : '') + (i % 20 < 15
    ? `Epoch: [${1 + Math.floor(i / 20)}][${i % 20}/15] Loss ${spread(random, 3)} (${(random() * 5).toFixed(3)}) tokens ${grouped(Math.floor(random() * 5000))}\tAcc@1 ${(random() * 90).toFixed(2)} (1.20)`
    : `Test: [${i % 20}/19] Loss ${spread(random, 3)} (${(random() * 5).toFixed(3)})\tAcc@1 ${(random() * 90).toFixed(2)} (1.20)`),
  'values below their epoch': (i, random) => `--- Epoch ${i} ---\n  train loss: ${spread(random, 3)} acc: ${random().toFixed(i % 2 + 2)}\n  val loss: ${spread(random, 3)}${random() < 0.1 ? `\n  val loss: 3.25 f1: ${random().toFixed(2)}` : ''}`,
  'a log that turns out to be of a known trainer': (i, random) => (i < 150 ? `step ${i} loss=${spread(random, 3)} lr=${random().toFixed(3)}` : `s:${i} trl:${spread(random, 4)} lr:0.000${i} norm:${(random() * 3).toFixed(2)}`),
};

/** Looks so often that no look sees enough to be read many lines at a time. */
const lineByLine = (bytes: Uint8Array) => followedGrowing(textLog, bytes, Array.from({ length: Math.floor(bytes.length / 400) }, (_, i) => (i + 1) * 400), '/runs/a/train.log');

test.each(Object.entries({ ...logs, ...unknown }))('%s is read as it is line by line', async (_name, line) => {
  for (let seed = 1; seed <= 8; seed++) {
    const random = seededRandom(seed);
    const whole = new TextEncoder().encode(Array.from({ length: 400 }, (_, i) => `${line(i + 1, random)}\n`).join('').replaceAll('\n', seed === 3 ? '\r\n' : '\n'));
    const bytes = seed > 4 ? corrupted(whole, seed) : whole;
    const atOnce = await followedBytes(textLog, bytes, '/runs/a/train.log');
    const slowly = await lineByLine(bytes);
    if (bytes === whole) expect(atOnce.points()).toBeGreaterThan(300);
    expect(atOnce.table(), `seed ${seed}`).toEqual(slowly.table());
    expect(atOnce.facts(), `seed ${seed}`).toEqual(slowly.facts());
    expect(atOnce.skipped(), `seed ${seed}`).toBe(slowly.skipped());
  }
});
