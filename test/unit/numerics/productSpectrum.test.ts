import { describe, expect, it } from 'vitest';
import { productSpectrum } from '../../../src/numerics/productSpectrum';
import { gaussian, mulberry } from '../random';

describe('spectrum of a product', () => {
  it('keeps eigenvalues over fourteen orders of magnitude (mpmath, 40 digits, on the full product)', () => {
    const left = table(9, 4, (i, k) => (((i * 7 + k * 3) % 11) - 5) / 4 * 2 ** (-7 * k));
    const right = table(4, 7, (k, j) => (((k * 5 + j * 9) % 13) - 6) / 8);
    const expected = [10.06150410969297, 0.0003555535846451115, 3.045557152767799e-9, 3.056045226442917e-13];
    [...productSpectrum({ left, right, rank: 4 })].forEach((value, i) => { expect(value / expected[i]).toBeCloseTo(1, 11); });
  });

  it('has the trace and the squared norm of the full product', () => {
    const random = mulberry(5);
    for (const [rows, rank, columns] of [[40, 8, 25], [6, 8, 30], [30, 8, 3], [1, 1, 1], [64, 32, 64]]) {
      const left = table(rows, rank, () => gaussian(random));
      const right = table(rank, columns, () => gaussian(random));
      const values = productSpectrum({ left, right, rank });
      const product = table(rows, columns, (i, j) => sumOver(rank, (k) => left[i * rank + k] * right[k * columns + j]));
      const gram = table(columns, columns, (i, j) => sumOver(rows, (k) => product[k * columns + i] * product[k * columns + j]));
      expect(values).toHaveLength(rank);
      expect([...values]).toEqual([...values].sort((a, b) => b - a));
      expect(sumOver(rank, (k) => values[k]) / sumOver(columns, (i) => gram[i * columns + i])).toBeCloseTo(1, 12);
      expect(sumOver(rank, (k) => values[k] ** 2) / sumOver(gram.length, (i) => gram[i] ** 2)).toBeCloseTo(1, 12);
    }
  });

  it('is zero for the zero product of a fresh adapter and for equal columns beyond the first', () => {
    expect([...productSpectrum({ left: new Float32Array(12), right: new Float32Array(15).fill(0.1), rank: 3 })]).toEqual([0, 0, 0]);
    const values = productSpectrum({ left: table(5, 3, (i) => i + 1), right: table(3, 4, (_, j) => j + 1), rank: 3 });
    expect(values[0]).toBeCloseTo(55 * 30 * 9, 6);
    expect(values[1] / values[0]).toBeLessThan(1e-28);
  });
});

function table(rows: number, columns: number, value: (row: number, column: number) => number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns));
}

function sumOver(count: number, value: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value(i);
  return sum;
}
