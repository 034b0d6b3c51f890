import { describe, expect, it } from 'vitest';
import { equalShares, gram, gramRows, paddedSize } from '../../../../src/numerics/kernels/gram';
import { mulberry } from '../../random';

function randomMatrix(rows: number, columns: number, seed: number): Float32Array {
  const next = mulberry(seed);
  return Float32Array.from({ length: rows * columns }, () => next() - 0.5);
}

/** Product of two rows of a wide matrix, or of two columns of a tall one. */
function inner(values: ArrayLike<number>, rows: number, columns: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < Math.max(rows, columns); k++) sum += rows > columns ? values[k * columns + i] * values[k * columns + j] : values[i * columns + k] * values[j * columns + k];
  return sum;
}

/** Largest deviation of a lower triangle, whose rows are `stride` long, from what plain sums give. */
function deviation(product: Float64Array, size: number, stride: number, values: ArrayLike<number>, rows: number, columns: number): number {
  let largest = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) largest = Math.max(largest, Math.abs(product[i * stride + j] - inner(values, rows, columns, i, j)));
  }
  return largest;
}

describe('gram', () => {
  it.each([[1, 1], [2, 1], [3, 700], [700, 3], [6, 6], [7, 12], [12, 7], [13, 255], [19, 256], [257, 20], [45, 45], [145, 3], [3, 145], [300, 301]])('multiplies the smaller side of %i × %i', (rows, columns) => {
    const values = randomMatrix(rows, columns, rows + columns);
    const size = Math.min(rows, columns);
    for (const input of [values, Float64Array.from(values)]) {
      const product = gram(input, rows, columns);
      expect(product).toHaveLength(size * size);
      expect(deviation(product, size, size, values, rows, columns)).toBeLessThan(1e-12);
    }
  });

  it('widens singles exactly', () => {
    const tiny = Math.fround(1e-30), huge = Math.fround(1e30);
    expect(Array.from(gram(Float32Array.of(tiny, huge), 2, 1))).toEqual([tiny * tiny + huge * huge]);
  });
});

describe('gramRows', () => {
  it.each(['double', 'single'] as const)('gives in parts what it gives as a whole, in %s precision', (arithmetic) => {
    const [rows, columns] = [61, 300];
    const matrix = { values: randomMatrix(rows, columns, 2), rows, columns };
    const whole = gramRows(matrix, 4, { from: 0, to: rows }, arithmetic).values;
    const padded = paddedSize(rows);
    for (const range of equalShares(rows, 3)) {
      const part = gramRows(matrix, 4, range, arithmetic).values;
      for (let row = range.from; row < range.to; row++) {
        expect(part.subarray((row - range.from) * padded, (row - range.from) * padded + row + 1)).toEqual(whole.subarray(row * padded, row * padded + row + 1));
      }
    }
  });

  it('is right to seven digits of the largest in single precision', () => {
    const [rows, columns] = [400, 37];
    const matrix = { values: randomMatrix(rows, columns, 9), rows, columns };
    const product = gramRows(matrix, 1, { from: 0, to: columns }, 'single').values;
    expect(deviation(product, columns, paddedSize(columns), matrix.values, rows, columns)).toBeLessThan(1e-7 * rows);
  });
});

describe('equalShares', () => {
  it.each([[4096, 2], [768, 8], [9, 4], [1, 2]])('covers %i rows for %i threads with about equal triangles', (size, count) => {
    const shares = equalShares(size, count);
    expect(shares[0].from).toBe(0);
    expect(shares[shares.length - 1].to).toBe(size);
    shares.slice(1).forEach(({ from }, i) => expect(from).toBe(shares[i].to));
    const areas = shares.map(({ from, to }) => to * to - from * from);
    for (const area of areas) expect(Math.abs(area - (size * size) / count)).toBeLessThanOrEqual(2 * 8 * size + size);
  });
});
