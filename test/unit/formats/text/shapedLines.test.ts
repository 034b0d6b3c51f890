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

/** Looks so often that no look sees enough to be read many lines at a time. */
const lineByLine = (bytes: Uint8Array) => followedGrowing(textLog, bytes, Array.from({ length: Math.floor(bytes.length / 400) }, (_, i) => (i + 1) * 400), '/runs/a/train.log');

test.each(Object.entries(logs))('%s is read as it is line by line', async (_name, line) => {
  for (let seed = 1; seed <= 8; seed++) {
    const random = seededRandom(seed);
    const whole = new TextEncoder().encode(Array.from({ length: 400 }, (_, i) => `${line(i + 1, random)}${seed === 3 ? '\r' : ''}\n`).join(''));
    const bytes = seed > 4 ? corrupted(whole, seed) : whole;
    const atOnce = await followedBytes(textLog, bytes, '/runs/a/train.log');
    const slowly = await lineByLine(bytes);
    if (bytes === whole) expect(atOnce.points()).toBeGreaterThan(500);
    expect(atOnce.table(), `seed ${seed}`).toEqual(slowly.table());
    expect(atOnce.facts(), `seed ${seed}`).toEqual(slowly.facts());
    expect(atOnce.skipped(), `seed ${seed}`).toBe(slowly.skipped());
  }
});
