import { Arena } from './arena';
import { accumulateGram, allRows, gramBytes } from './gram';
import type { Magnitude, Matrix } from './matrix';
import { magnitude } from './matrix';
import { eigenvalueBytes, eigenvaluesAt } from './symmetricEigenvalues';

/** Eigenvalues of a matrix's Gram product, which are its squared singular values. */
export interface MatrixSpectrum {
  /** Descending, min(rows, columns) of them, none negative. */
  readonly eigenvalues: Float64Array;
  readonly method: 'exact' | 'estimated';
  /** Relative standard error of the soft rank; 0 where the spectrum is exact. */
  readonly softRankError: number;
}

/**
 * Spectrum of WᵀW in float64 for a matrix W, rows first. Exact: the Gram matrix of the smaller side, its tridiagonal
 * form and all eigenvalues, each to about 1e-14 of the largest. A matrix without a spectrum gives one sentence.
 */
export function spectrumOf(values: Float32Array | Float64Array, rows: number, columns: number): MatrixSpectrum | { readonly error: string } {
  if (values.length !== rows * columns) throw new RangeError(`A ${rows} × ${columns} matrix has ${rows * columns} values, not ${values.length}.`);
  const size = Math.min(rows, columns);
  if (size === 0) return { error: 'The matrix is empty.' };
  const found = magnitude(values);
  if (!found) return { error: 'The matrix holds values that are not finite numbers (NaN or infinity).' };
  if (found.isZero) return exact(new Float64Array(size));
  return exactSpectrum({ values, rows, columns }, found, size);
}

function exactSpectrum(matrix: Matrix, { scale }: Magnitude, size: number): MatrixSpectrum | { readonly error: string } {
  const bytes = gramBytes(matrix, allRows(size)) + eigenvalueBytes(size);
  const eigenvalues = Arena.use(bytes, (arena) => eigenvaluesAt(arena, accumulateGram(arena, matrix, scale, allRows(size)), size));
  if (!eigenvalues) return { error: 'The eigenvalues did not converge.' };
  // Rounding leaves eigenvalues of a singular matrix just below zero.
  return exact(eigenvalues.map((value) => Math.max(0, value) / scale / scale));
}

function exact(eigenvalues: Float64Array): MatrixSpectrum {
  return { eigenvalues, method: 'exact', softRankError: 0 };
}
