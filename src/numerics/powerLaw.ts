import type { TailFit } from '../model/spectrum';
import { PowerLawTail } from './powerLawTail';
import { leastDistance } from './tails/leastDistance';

export interface PowerLawFit extends TailFit {
  /** Natural logarithm of the likelihood of the tail. */
  readonly logLikelihood: number;
}

/**
 * Continuous power law p(x) ∝ x^−alpha fitted to the upper tail of positive values (Clauset, Shalizi & Newman, SIAM Review 2009): maximum
 * likelihood above each unique value but the largest, of which the one with the least Kolmogorov–Smirnov distance is xmin; the lowest among
 * equals. Values that are not positive and finite have no place in a power law and are left out. Undefined where there is no fit.
 */
export function powerLawFit(values: ArrayLike<number>): PowerLawFit | undefined {
  const tail = new PowerLawTail(values);
  const best = leastDistance((start, enough) => tail.distance(start, tail.exponent(start), enough), tail.length - 1);
  return best === undefined ? undefined : fitOf(tail, best, tail.unique[best]);
}

/** The same at a given xmin > 0, which need not be one of the values. Undefined where no value exceeds it. */
export function powerLawFitAt(values: ArrayLike<number>, xmin: number): PowerLawFit | undefined {
  const tail = new PowerLawTail(values);
  const start = tail.unique.findIndex((value) => value >= xmin);
  return start < 0 || !(xmin > 0) ? undefined : fitOf(tail, start, xmin);
}

function fitOf(tail: PowerLawTail, start: number, xmin: number): PowerLawFit | undefined {
  const n = tail.countFrom(start);
  const logs = tail.sumOfLogs(start, xmin);
  const alpha = 1 + n / logs;
  if (!(alpha > 1 && alpha < Infinity)) return undefined;
  return {
    alpha,
    xmin,
    ksDistance: tail.distance(start, alpha, Infinity, xmin),
    n,
    sigma: (alpha - 1) / Math.sqrt(n),
    logLikelihood: n * Math.log((alpha - 1) / xmin) - alpha * logs,
  };
}
