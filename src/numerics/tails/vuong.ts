import { erfc } from './errorFunction';

export interface Comparison {
  /** Σ of the differences of the log-densities: above 0 the first law fits better. */
  readonly logLikelihoodRatio: number;
  /** The same over its standard deviation under equally good laws (normalised; 0 where the laws do not differ). */
  readonly normalisedRatio: number;
  /** Probability of a ratio at least as far from 0 if both laws were equally good. */
  readonly p: number;
}

/** Vuong's test between two laws that are not nested, by their log-densities at unique values that occur `times` (Econometrica 57, 1989). */
export function vuongTest(first: Float64Array, second: Float64Array, times: Float64Array): Comparison {
  const n = times.reduce((sum, count) => sum + count, 0);
  const ratio = sumOver(times, (i) => first[i] - second[i]);
  const variance = sumOver(times, (i) => (first[i] - second[i] - ratio / n) ** 2) / n;
  const deviation = Math.sqrt(n * variance);
  if (!(deviation > indistinguishable * n)) return { logLikelihoodRatio: ratio, normalisedRatio: 0, p: 1 };
  return { logLikelihoodRatio: ratio, normalisedRatio: ratio / deviation, p: erfc(Math.abs(ratio) / deviation / Math.SQRT2) };
}

/** Likelihood-ratio test of a law against one that contains it and has one parameter more (Wilks: χ² with one degree of freedom). */
export function nestedTest(logLikelihood: number, logLikelihoodOfLarger: number): Comparison {
  const ratio = Math.min(0, logLikelihood - logLikelihoodOfLarger);
  return { logLikelihoodRatio: ratio, normalisedRatio: ratio, p: erfc(Math.sqrt(-ratio)) };
}

/** Below this difference per value two laws are one law, and their ratio is rounding. */
const indistinguishable = 1e-9;

function sumOver(times: Float64Array, of: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < times.length; i++) sum += times[i] * of(i);
  return sum;
}
