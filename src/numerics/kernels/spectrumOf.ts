import type { SpectrumMoments } from '../spectrum/spectrumMoments';
import { spectrumMoments } from '../spectrum/spectrumMoments';
import { Arena } from './arena';
import { estimateAt, estimateBytes } from './estimatedSpectrum';
import type { Arithmetic, GramRows } from './gram';
import { accumulateGram, gramBytes, paddedSize } from './gram';
import type { Matrix } from './matrix';
import { scaleOf, shortSide, longSide } from './matrix';
import type { ProgressListener } from './progress';
import { stretch } from './progress';
import { eigenvalueBytes, eigenvaluesAt } from './symmetricEigenvalues';

export type SpectrumMethod = 'exact' | 'estimated';

/** Eigenvalues of a matrix's Gram product, which are its squared singular values. */
export interface MatrixSpectrum {
  /**
   * Descending, min(rows, columns) of them, none negative. Where estimated, all but the first stand in for the true ones: take what
   * `moments` has from there.
   */
  readonly eigenvalues: Float64Array;
  readonly method: SpectrumMethod;
  /** Relative standard error of the soft rank; 0 where the spectrum is exact. */
  readonly softRankError: number;
  /** Only where estimated; trace, traceOfSquare and largest are exact to single precision all the same. */
  readonly moments?: SpectrumMoments;
}

export interface SpectrumOptions {
  /** auto: exact up to some seconds of work for one core. */
  readonly method?: SpectrumMethod | 'auto';
  /** Of the random probes of an estimate. */
  readonly seed?: number;
  readonly progress?: ProgressListener;
}

export type SpectrumResult = MatrixSpectrum | { readonly error: string };

/**
 * Spectrum of WᵀW in float64 for a matrix W, rows first. Exact: the Gram matrix of the smaller side, its tridiagonal form and all
 * eigenvalues, each to about 1e-14 of the largest. Estimated: the Gram matrix in single precision and stochastic Lanczos quadrature.
 * A matrix without a spectrum gives one sentence.
 */
export function spectrumOf(values: Float32Array | Float64Array, rows: number, columns: number, options: SpectrumOptions = {}): SpectrumResult {
  if (values.length !== rows * columns) throw new RangeError(`A ${rows} × ${columns} matrix has ${rows * columns} values, not ${values.length}.`);
  const matrix = { values, rows, columns };
  const scale = scaleOf(matrix);
  if (typeof scale === 'object') return scale;
  const size = shortSide(matrix);
  if (scale === 0) return { eigenvalues: new Float64Array(size), method: 'exact', softRankError: 0 };
  const task = { size, scale, method: chosenMethod(matrix, options), seed: options.seed ?? 0 };
  const range = { from: 0, to: size };
  const share = gramShare(matrix);
  return Arena.use(gramBytes(matrix, range) + workBytes(task), (arena) => {
    const product = accumulateGram(arena, matrix, scale, range, arithmeticOf(task.method), stretch(options.progress, 0, share));
    return spectrumAt(arena, product, task, stretch(options.progress, share, 1 - share));
  });
}

/** What turns a Gram matrix into a spectrum. */
export interface SpectrumTask {
  readonly size: number;
  /** By which the matrix was multiplied before. */
  readonly scale: number;
  readonly method: SpectrumMethod;
  readonly seed: number;
}

/** The spectrum from a Gram matrix of which several threads computed the rows; `parts` are in order and cover it. */
export function spectrumOfGram(parts: readonly GramRows[], task: SpectrumTask, progress?: ProgressListener): SpectrumResult {
  const padded = paddedSize(task.size);
  return Arena.use(padded * padded * 8 + 64 + workBytes(task), (arena) => {
    const address = arena.take(padded * padded * 8);
    for (const { from, values } of parts) arena.doubles(address + from * padded * 8, values.length).set(values);
    return spectrumAt(arena, address, task, progress);
  });
}

/** Multiplications up to which a spectrum is computed exactly unless asked otherwise: ten to twenty seconds on one core. */
const exactUpTo = 1e11;

/** The method that is asked for; by default exact up to the work that people wait for, else estimated. */
export function chosenMethod(matrix: Matrix, { method = 'auto' }: SpectrumOptions): SpectrumMethod {
  if (method !== 'auto') return method;
  const size = shortSide(matrix);
  return size * size * (longSide(matrix) / 2 + (2 / 3) * size) <= exactUpTo ? 'exact' : 'estimated';
}

/** The precision of the products: an estimate's error is far above that of single precision. */
export function arithmeticOf(method: SpectrumMethod): Arithmetic {
  return method === 'exact' ? 'double' : 'single';
}

function workBytes({ size, method }: SpectrumTask): number {
  return method === 'exact' ? eigenvalueBytes(size) : estimateBytes(size);
}

/** Share of the Gram product in the whole work. */
export function gramShare(matrix: Matrix): number {
  return longSide(matrix) / (longSide(matrix) + (4 / 3) * shortSide(matrix));
}

function spectrumAt(arena: Arena, address: number, task: SpectrumTask, progress?: ProgressListener): SpectrumResult {
  return task.method === 'exact' ? exactAt(arena, address, task, progress) : estimatedAt(arena, address, task);
}

function exactAt(arena: Arena, address: number, { size, scale }: SpectrumTask, progress?: ProgressListener): SpectrumResult {
  const eigenvalues = eigenvaluesAt(arena, address, size, progress);
  if (!eigenvalues) return { error: 'The eigenvalues did not converge.' };
  // Rounding leaves eigenvalues of a singular matrix just below zero.
  return { eigenvalues: eigenvalues.map((value) => Math.max(0, value) / scale / scale), method: 'exact', softRankError: 0 };
}

function estimatedAt(arena: Arena, address: number, { size, scale, seed }: SpectrumTask): SpectrumResult {
  const { eigenvalues, moments, softRankError } = estimateAt(arena, { address, size }, seed);
  const unscaled = (value: number): number => value / scale / scale;
  return {
    eigenvalues: eigenvalues.map(unscaled),
    method: 'estimated',
    softRankError,
    moments: {
      trace: unscaled(moments.trace),
      traceOfSquare: unscaled(unscaled(moments.traceOfSquare)),
      largest: unscaled(moments.largest),
      entropy: moments.entropy,
      gini: spectrumMoments(eigenvalues, size)?.gini ?? 0,
    },
  };
}
