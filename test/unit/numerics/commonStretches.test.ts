import { describe, expect, it } from 'vitest';
import { commonStretches } from '../../../src/numerics/commonStretches';
import { winnow } from '../../../src/numerics/winnow';
import { drained } from '../drained';
import { mulberry } from '../random';

const stretches = (columns: readonly Float64Array[], shortest: number) =>
  drained(commonStretches(columns.map((values) => ({ values, kept: drained(winnow(values, shortest)) })), shortest));

describe('commonStretches', () => {
  it('finds every planted stretch of 20 values, wherever it lies, and none of 19', () => {
    const random = mulberry(3);
    for (let trial = 0; trial < 200; trial++) {
      const [a, b] = [0, 1].map(() => Float64Array.from({ length: 60 + Math.floor(60 * random()) }, random));
      const length = trial % 2 === 0 ? 20 : 19;
      const [from, to] = [a, b].map((column) => Math.floor(random() * (column.length - length + 1)));
      b.set(a.subarray(from, from + length), to);
      const found = stretches([a, b], 20);
      expect(found).toEqual(length === 20 ? [{ first: 0, second: 1, firstAt: from, secondAt: to, length: 20 }] : []);
    }
  });

  it('agrees with a naive search on columns full of repetitions', () => {
    const random = mulberry(5);
    for (let trial = 0; trial < 40; trial++) {
      const columns = [0, 1, 2].map(() => Float64Array.from({ length: 120 }, () => Math.floor(random() * 2)));
      for (const stretch of stretches(columns, 8)) expect(isStretch(columns, stretch)).toBe(true);
      for (const [first, second] of [[0, 1], [0, 2], [1, 2]]) {
        if (longestCommon(columns[first], columns[second]) < 8) continue;
        expect(stretches([columns[first], columns[second]], 8)).not.toEqual([]);
      }
    }
  });

  it('is silent about short columns and NaN', () => {
    const column = new Float64Array(50).fill(NaN);
    expect(stretches([column, column.slice(), new Float64Array(3)], 20)).toEqual([]);
    expect(stretches([], 20)).toEqual([]);
  });

  it('grows its table', () => {
    const random = mulberry(9);
    const columns = Array.from({ length: 30 }, () => Float64Array.from({ length: 3000 }, random));
    columns[29].set(columns[0].subarray(100, 160), 1000);
    expect(stretches(columns, 20)).toEqual([{ first: 0, second: 29, firstAt: 100, secondAt: 1000, length: 60 }]);
  });
});

function isStretch(columns: readonly Float64Array[], { first, second, firstAt, secondAt, length }: { first: number; second: number; firstAt: number; secondAt: number; length: number }): boolean {
  return length >= 8 && columns[first].subarray(firstAt, firstAt + length).every((value, i) => value === columns[second][secondAt + i]);
}

function longestCommon(a: Float64Array, b: Float64Array): number {
  let longest = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let length = 0;
      while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) length++;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}
