import { describe, expect, it } from 'vitest';
import { spectrumOf } from '../../../../src/numerics/kernels/spectrumOf';
import { mulberry } from '../../random';
import { squaredSingularValues } from './jacobi';

function eigenvaluesOf(values: Float32Array | Float64Array, rows: number, columns: number): Float64Array {
  const spectrum = spectrumOf(values, rows, columns);
  if ('error' in spectrum) throw new Error(spectrum.error);
  return spectrum.eigenvalues;
}

/** Largest deviation between two spectra, relative to the largest eigenvalue. */
function deviation(found: Float64Array, expected: Float64Array): number {
  expect(found).toHaveLength(expected.length);
  return Math.max(...found.map((value, i) => Math.abs(value - expected[i]))) / expected[0];
}

function randomValues(count: number, seed: number): Float64Array {
  const next = mulberry(seed);
  return Float64Array.from({ length: count }, () => next() + next() + next() - 1.5);
}

describe('spectrumOf', () => {
  it.each([[1, 1], [1, 9], [9, 1], [2, 2], [3, 3], [3, 5], [11, 12], [12, 12], [13, 13], [16, 16], [17, 40], [40, 17], [33, 300], [530, 21], [64, 64], [70, 70], [85, 85]])(
    'agrees with Jacobi rotations for %i × %i', (rows, columns) => {
      const values = randomValues(rows * columns, rows * 1000 + columns);
      expect(deviation(eigenvaluesOf(values, rows, columns), squaredSingularValues(values, rows, columns))).toBeLessThan(1e-13);
      const singles = Float32Array.from(values);
      expect(deviation(eigenvaluesOf(singles, rows, columns), squaredSingularValues(singles, rows, columns))).toBeLessThan(1e-13);
    });

  it('finds the known spectrum of a difference matrix', () => {
    const size = 201;
    const values = new Float64Array(size * (size + 1));
    for (let i = 0; i < size; i++) {
      values[i * (size + 1) + i] = -1;
      values[i * (size + 1) + i + 1] = 1;
    }
    // A·Aᵀ is the second-difference matrix, with eigenvalues 4 sin²(πk / 2(n + 1)).
    const expected = Float64Array.from({ length: size }, (_, k) => 4 * Math.sin((Math.PI * (size - k)) / (2 * (size + 1))) ** 2);
    expect(deviation(eigenvaluesOf(values, size, size + 1), expected)).toBeLessThan(1e-14);
  });

  it('keeps the order of magnitude of very large and very small values', () => {
    const values = randomValues(20 * 30, 5);
    const expected = eigenvaluesOf(values, 20, 30);
    for (const factor of [2 ** -400, 2 ** 400]) {
      const scaled = eigenvaluesOf(values.map((value) => value * factor), 20, 30);
      expect(scaled).toEqual(expected.map((value) => value * factor * factor));
    }
  });

  it('gives no negative eigenvalue for a matrix of rank one', () => {
    const values = Float64Array.from({ length: 60 * 50 }, (_, i) => (1 + (i % 50)) * (2 + Math.floor(i / 50)));
    const [first, ...rest] = eigenvaluesOf(values, 60, 50);
    expect(first / values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...rest) / first).toBeLessThan(1e-13);
    expect(Math.min(...rest)).toBeGreaterThanOrEqual(0);
  });

  it('finds eigenvalues that lie close together, and all the zeros of a matrix of low rank', () => {
    const [size, rank] = [40, 25];
    // Rows of a Hadamard-like orthogonal basis (a discrete cosine transform), so that the eigenvalues are known.
    const cosine = (row: number, column: number): number => Math.sqrt((row === 0 ? 1 : 2) / size) * Math.cos((Math.PI * row * (column + 0.5)) / size);
    const singular = Float64Array.from({ length: size }, (_, i) => (i >= rank ? 0 : i < 15 ? 1 + 1e-13 * i : 1e-4 * (rank - i)));
    const values = Float64Array.from({ length: size * size }, (_, at) => {
      const [row, column] = [Math.floor(at / size), at % size];
      let sum = 0;
      for (let k = 0; k < size; k++) sum += cosine(k, row) * singular[k] * cosine(size - 1 - k, column);
      return sum;
    });
    const expected = singular.map((value) => value * value).sort().reverse();
    expect(deviation(eigenvaluesOf(values, size, size), expected)).toBeLessThan(1e-14);
  });

  it('gives zeros for a zero matrix', () => {
    expect(spectrumOf(new Float32Array(6), 2, 3)).toEqual({ eigenvalues: new Float64Array(2), method: 'exact', softRankError: 0 });
  });

  it.each([NaN, Infinity, -Infinity])('says that a matrix holding %d has no spectrum', (value) => {
    const values = randomValues(12, 1);
    values[7] = value;
    expect(spectrumOf(values, 3, 4)).toEqual({ error: 'The matrix holds values that are not finite numbers (NaN or infinity).' });
  });

  it('says that an empty matrix has no spectrum', () => {
    expect(spectrumOf(new Float32Array(0), 0, 5)).toEqual({ error: 'The matrix is empty.' });
  });

  it('refuses values that do not fill the shape', () => {
    expect(() => spectrumOf(new Float32Array(5), 2, 3)).toThrow(RangeError);
  });
});
