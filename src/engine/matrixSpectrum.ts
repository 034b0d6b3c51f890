import { equalShares } from '../numerics/kernels/gram';
import type { Matrix } from '../numerics/kernels/matrix';
import { jointScale, shortSide } from '../numerics/kernels/matrix';
import type { ProgressListener } from '../numerics/kernels/progress';
import { stretch } from '../numerics/kernels/progress';
import type { SpectrumOptions, SpectrumResult } from '../numerics/kernels/spectrumOf';
import { arithmeticOf, chosenMethod, gramShare } from '../numerics/kernels/spectrumOf';
import type { KernelPool, TaskOptions } from './kernelPool';
import { sharedMatrix } from './sharedMatrix';

export type MatrixSpectrumOptions = SpectrumOptions & Pick<TaskOptions, 'signal'>;

/**
 * The spectrum of one large matrix, as spectrumOf gives it, worked out by all threads of a pool: each computes some rows of the Gram
 * matrix. Values in shared memory are read where they are, others are copied there once.
 */
export async function matrixSpectrum(pool: KernelPool, unshared: Matrix, options: MatrixSpectrumOptions = {}): Promise<SpectrumResult> {
  const { signal, progress, seed = 0 } = options;
  const matrix = sharedMatrix(unshared);
  const scale = jointScale(await Promise.all(stretches(matrix.values, pool.size).map((part) => pool.run('matrixScale', { values: part }, { signal }))));
  if (typeof scale === 'object') return scale;
  if (scale === 0) return pool.run('spectrum', matrix, { signal });
  const method = chosenMethod(matrix, options);
  const size = shortSide(matrix);
  const share = gramShare(matrix);
  const ranges = equalShares(size, pool.size);
  const together = joined(ranges.length, stretch(progress, 0, share));
  const parts = await Promise.all(ranges.map((range, i) =>
    pool.run('gramRows', { matrix, scale, range, arithmetic: arithmeticOf(method) }, { signal, progress: together[i] })));
  const transfer = parts.map((part) => part.values.buffer as ArrayBuffer);
  return pool.run('spectrumOfGram', { parts, task: { size, scale, method, seed } }, { signal, transfer, progress: stretch(progress, share, 1 - share) });
}

/** About equal parts of an array, one for each thread; at least one. */
function stretches(values: Float32Array | Float64Array, count: number): (Float32Array | Float64Array)[] {
  const length = Math.max(1, Math.ceil(values.length / count));
  return Array.from({ length: Math.max(1, Math.ceil(values.length / length)) }, (_, i) => values.subarray(i * length, (i + 1) * length));
}

/** Listeners for several parts of equal size that run at the same time. */
function joined(count: number, progress: ProgressListener | undefined): ProgressListener[] {
  const fractions = new Array<number>(count).fill(0);
  return fractions.map((_, i) => (fraction) => {
    fractions[i] = fraction;
    progress?.(fractions.reduce((sum, value) => sum + value, 0) / count);
  });
}
