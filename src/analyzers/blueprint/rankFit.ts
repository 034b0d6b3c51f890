import type { RankFit } from '../../model/blueprint';
import { linearFit } from '../../numerics/linearFit';

/**
 * Rank-size law of positive values, x of rank r ≈ C·r^−a, by least squares on ln(r − 1/2), which removes the leading bias of plain ranks
 * (Gabaix & Ibragimov 2011). Its t-interval would be too narrow, for ordered values depend on each other: theirs is a·√(2/n).
 * Null with fewer than 3 values that differ.
 */
export function rankFit(values: readonly number[]): RankFit | null {
  const sorted = values.filter((value) => value > 0 && value < Infinity).sort((a, b) => b - a);
  const fit = linearFit(sorted.map((_, i) => Math.log(i + 0.5)), sorted.map(Math.log));
  if (!fit || sorted[0] === sorted[sorted.length - 1]) return null;
  const exponent = -fit.slope;
  const margin = 1.96 * Math.abs(exponent) * Math.sqrt(2 / fit.n);
  return { exponent, C: Math.exp(fit.intercept), R2: fit.rSquared, n: fit.n, interval: [exponent - margin, exponent + margin] };
}
