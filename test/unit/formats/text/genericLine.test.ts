import { describe, expect, it } from 'vitest';
import { readByPatterns, readGenericLine } from '../../../../src/formats/text/genericLine';
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

const words = ['step', 'Epoch', 'iter', 'loss', 'lr', 'val acc', 'train_loss', 'gpu0', 'top-5 err', 'top5', 'eta', 'h100/loss', 'mean', 'grad norm', 'a_b.c', 'INFO', '2024-05-06 07:08:09'];
const joints = [' ', ': ', '=', ' = ', ', ', ' | ', '/', '(', ')', '[', ' - ', '  '];

/** Words, joints and marks of numbers: what the lines of a log have in common. */
function frame(): string[] {
  return Array.from({ length: 3 + Math.floor(random() * 8) }, () => [pick(words), pick(joints), random() < 0.8 ? '#' : '', pick(joints)]).flat();
}

describe('a line of unknown origin', () => {
  it('is read by its shape as it is read by patterns', () => {
    let read = 0;
    for (let i = 0; i < 400; i++) {
      const parts = ['step ', '#', pick(joints), ...frame(), ' loss=', '#'];
      const steady = parts.map((part) => (part === '#' ? number() : part));
      for (let j = 0; j < 12; j++) {
        // Mostly the same kinds of numbers with other digits, now and then other kinds.
        const line = parts.map((part, k) => (part !== '#' ? part : random() < 0.1 ? number() : steady[k].replace(/\d/g, () => digits(1)))).join('');
        const expected = readByPatterns(line);
        expect(readGenericLine(line), line).toEqual(expected);
        read += Number(expected !== undefined);
      }
    }
    expect(read).toBeGreaterThan(2000);
  });

  it('keeps signs, exponents and the number of steps', () => {
    const line = (step: number, loss: string) => `[${step}/500] step ${step}/500 loss: ${loss} lr 1e-0${step % 9}`;
    for (let step = 1; step < 30; step++) {
      expect(readGenericLine(line(step, '-0.25'))).toEqual({ epoch: undefined, fine: step, of: 500, values: [['loss', -0.25], ['lr', Number(`1e-0${step % 9}`)]] });
    }
  });

  it('says nothing without a step or a value', () => {
    expect(readGenericLine('loss: 0.5')).toBeUndefined();
    expect(readGenericLine('step 5 of the walkthrough')).toBeUndefined();
  });
});
