import type { TailFit } from '../../model/spectrum';
import { powerLawFit } from '../../numerics/powerLaw';

/** The power law of the upper tail of eigenvalues; null where too few are left to tell it from anything else. */
export function tailOf(eigenvalues: Float64Array): TailFit | null {
  const real = eigenvalues.filter((value) => value > 0);
  const fit = real.length < fewest ? undefined : powerLawFit(real);
  return fit ? { alpha: fit.alpha, xmin: fit.xmin, ksDistance: fit.ksDistance, n: fit.n, sigma: fit.sigma } : null;
}

/** Fewer eigenvalues fit any law. */
const fewest = 20;

/** Relative size of what rounding leaves in an inner product: of float64 values, and of the squares of float32 values. */
export const rounding = { double: Number.EPSILON, single: 2 ** -46 } as const;

/**
 * Eigenvalues of a Gram or covariance matrix with those set to 0 that rounding alone can make: a matrix of low rank has no tail and no
 * bulk among them.
 * @param longSide the number of terms in each of its inner products
 */
export function withoutRounding(eigenvalues: Float64Array, longSide: number, relative: number): Float64Array {
  const largest = eigenvalues.reduce((most, value) => (value > most ? value : most), 0);
  const floor = longSide * relative * largest;
  return eigenvalues.map((value) => (value > floor ? value : 0));
}
