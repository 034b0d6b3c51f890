import { describe, expect, it } from 'vitest';
import { RowKernel } from '../../../../src/formats/rows/rowKernel';
import { readGenericLine, type GenericLine } from '../../../../src/formats/text/genericLine';
import { genericRecord } from '../../../../src/formats/text/genericRecord';
import { shapeOfLine } from '../../../../src/formats/text/lineShape';
import { ofThisZone, wallTime } from '../../../../src/formats/text/wallTime';
import { seededRandom } from '../../../../src/numerics/random';

const random = seededRandom(7);
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];
const digits = (most: number): string => Array.from({ length: 1 + Math.floor(random() * most) }, () => pick([...'0123456789'])).join('');

/** A number as logs write it, and as they seldom do. */
function number(): string {
  const written = [
    () => digits(4), () => digits(12), () => `${digits(2)}.${digits(6)}`, () => `0.${digits(18)}`, () => `${digits(1)}.${digits(3)}e-0${digits(1)}`, () => `${digits(1)}e${digits(1)}`,
    () => `.${digits(3)}`, () => `${digits(1)},${digits(3)}`, () => 'nan', () => `${digits(1)}.${digits(1)}.${digits(1)}`, () => `${digits(2)}.`, () => `${digits(2)}ms`,
  ];
  return pick(['', '', '', '-', '+']) + pick(written)();
}

const words = ['step', 'Epoch', 'iter', 'Batch [0-', 'batch i', 'episode', 'Cost', 'val loss is', 'so far is', 'loss', 'lr', 'val acc', 'train_loss', 'gpu0', 'top-5 err', 'top5', 'eta', 'h100/loss', 'mean', 'grad norm', 'a_b.c', 'INFO', '2024-05-06 07:08:09'];
const joints = [' ', ': ', '=', ' = ', ', ', ' | ', '/', '(', ')', '[', ' - ', '  '];

/** Words, joints and marks of numbers: what the lines of a log have in common. */
function frame(): string[] {
  return Array.from({ length: 3 + Math.floor(random() * 8) }, () => [pick(words), pick(joints), random() < 0.8 ? '#' : '', pick(joints)]).flat();
}

const kernel = new RowKernel();

/** Reads lines like the one that it is made from by their numbers; undefined for others. */
function readerLike(line: string): ((other: string) => { said: GenericLine; time: number } | undefined) | undefined {
  const record = genericRecord(line);
  const learnt = record && shapeOfLine(line, line, record);
  if (!learnt) return undefined;
  const { shape, reading: { counts, values, clock, utc } } = learnt;
  return (other) => {
    kernel.load(new TextEncoder().encode(`${other}\n`));
    kernel.expect([shape]);
    kernel.scanRows(0);
    if (kernel.runs.length === 0) return undefined;
    const number = (slot: number): number => kernel.column(0, slot)[0];
    const said = record.read(counts.map(number), values.map(({ slot, perUnit }) => number(slot) / perUnit));
    return { said, time: clock < 0 ? NaN : utc ? number(clock) : ofThisZone(number(clock)) };
  };
}

describe('a line of unknown origin', () => {
  it('is read by its shape as it is read by patterns', () => {
    let [read, alike] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const parts = ['step ', '#', pick(joints), ...frame(), ' loss=', '#'];
      const steady = parts.map((part) => (part === '#' ? number() : part));
      let known: ReturnType<typeof readerLike>;
      for (let j = 0; j < 12; j++) {
        // Mostly the same kinds of numbers with other digits, now and then other kinds.
        const line = parts.map((part, k) => (part !== '#' ? part : random() < 0.1 ? number() : steady[k].replace(/\d/g, () => digits(1)))).join('');
        const expected = readGenericLine(line);
        const found = known?.(line);
        if (found) expect(found, line).toEqual({ said: expected, time: wallTime(line) });
        else known = readerLike(line);
        read += Number(expected !== undefined);
        alike += Number(found !== undefined);
      }
    }
    expect(read).toBeGreaterThan(2000);
    expect(alike).toBeGreaterThan(100);
  });

  it('keeps signs, exponents and the number of steps', () => {
    const line = (step: number, loss: string) => `[${step}/500] step ${step}/500 loss: ${loss} lr 1e-0${step % 9}`;
    for (let step = 1; step < 30; step++) {
      expect(readGenericLine(line(step, '-0.25'))).toMatchObject({ epoch: undefined, fine: step, of: 500, evaluates: false, names: ['loss', 'lr'], values: [-0.25, Number(`1e-0${step % 9}`)] });
    }
  });

  it('keeps values that wait for a step, and steps that wait for values', () => {
    expect(readGenericLine('Validation loss: 0.5')).toMatchObject({ epoch: undefined, fine: undefined, names: ['Validation loss'], values: [0.5] });
    expect(readGenericLine('Epoch 3/24')).toMatchObject({ epoch: 3, epochs: 24, names: [], values: [] });
  });

  it('says nothing of other lines', () => {
    expect(readGenericLine('learning_rate: 0.001')).toBeUndefined();
    expect(readGenericLine('the loss was 0.5 in the end')).toBeUndefined();
  });

  it.each<[string, object]>([
    ['Epoch: [2][ 100/5005]\tTime  0.530 ( 0.610)\tLoss 6.9e+00 (7.0e+00)\tAcc@1   1.56 (  1.20)', { epoch: 2, fine: 100, of: 5005, names: ['Loss', 'Acc@1'], values: [6.9, 1.56] }],
    ['Epoch [1][50/7330]\tlr: 1.978e-03, eta: 1 day, 2:03:04, loss_cls: 0.5, loss: 2.1', { epoch: 1, fine: 50, of: 7330, names: ['lr', 'loss_cls', 'loss'], values: [1.978e-3, 0.5, 2.1] }],
    ['Train: 3 [  50/1251 (  4%)]  Loss: 6.943 (6.94)  LR: 1.000e-06', { epoch: 3, fine: 50, of: 1251, names: ['Loss', 'LR'], values: [6.943, 1e-6] }],
    ['Test: [  10/48]  Loss:   0.5 ( 0.6)  Acc@1: 70.1 (71.2)', { fine: 10, of: 48, evaluates: true, names: ['test Loss', 'test Acc@1'], values: [0.6, 71.2] }],
    ['[Epoch 3/200] [Batch 50/938] [D loss: 0.5] [G loss: 1.2]', { epoch: 3, epochs: 200, fine: 50, of: 938, names: ['D loss', 'G loss'], values: [0.5, 1.2] }],
    ['[3/25][100/1583]\tLoss_D: 0.5\tLoss_G: 4.1', { epoch: 3, epochs: 25, fine: 100, of: 1583, names: ['Loss_D', 'Loss_G'], values: [0.5, 4.1] }],
    ['[2,  4000] loss: 1.854', { epoch: 2, fine: 4000, names: ['loss'], values: [1.854] }],
    ['I0728 23:55:39.066728  4259 solver.cpp:218] Iteration 100 (4.7 iter/s, 21.2s/100 iters), loss = 0.2243', { fine: 100, names: ['loss'], values: [0.2243] }],
    ['iter 10 || Loss: 10.4773 || /home/a/utils/augmentations.py:238: VisibleDeprecationWarning: ragged', { fine: 10, names: ['Loss'], values: [10.4773] }],
    ['INFO:tensorflow:Saving dict for global step 1000: accuracy = 0.9, global_step = 1000, loss = 0.3', { fine: 1000, names: ['val accuracy', 'val loss'], values: [0.9, 0.3] }],
    ['Epoch 1/5:   2%|▏         | 5/200 [00:10<00:10,  9.8it/s, loss=1.2, acc=0.5]', { epoch: 1, epochs: 5, fine: 5, of: 200, names: ['loss', 'acc'], values: [1.2, 0.5] }],
    ['| epoch   1 |   200/ 2983 batches | lr 20.00 | ms/batch 12.34 | loss  7.63 | ppl  2055.12', { epoch: 1, fine: 200, of: 2983, names: ['lr', 'loss', 'ppl'], values: [20, 7.63, 2055.12] }],
    ['Epoch 3: Train: loss 0.5 acc 0.7 | Val: loss 0.6 acc 0.8', { epoch: 3, names: ['loss', 'acc', 'val loss', 'val acc'], values: [0.5, 0.7, 0.6, 0.8] }],
    ['[12]\ttrain-logloss:0.41\tvalid-logloss:0.52', { fine: 12, names: ['train-logloss', 'valid-logloss'], values: [0.41, 0.52] }],
    ['step 1,250 | loss: tensor(0.5123, device=x)', { fine: 1250, names: ['loss'], values: [0.5123] }],
    ["{'step': 12, 'loss': np.float64(0.25), 'lr': [0.001]}", { fine: 12, names: ['loss', 'lr'], values: [0.25, 0.001] }],
    ['Epoch 00012: val_loss improved from 0.41000 to 0.40000, best loss: 0.4', { epoch: 12, names: [], values: [] }],
  ])('%s', (line, expected) => {
    expect(readGenericLine(line)).toMatchObject(expected);
  });
});
