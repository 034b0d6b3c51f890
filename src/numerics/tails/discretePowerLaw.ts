import type { PowerLawFit } from '../powerLaw';
import { PowerLawTail } from '../powerLawTail';
import type { Cumulative } from './largestGap';
import { leastDistance } from './leastDistance';
import { scaledZeta, scaledZetaMoments } from './hurwitzZeta';

/**
 * Discrete power law p(k) = k^−alpha/ζ(alpha, xmin) fitted to the upper tail of whole numbers (Clauset, Shalizi & Newman 2009, section 3):
 * maximum likelihood above each unique value but the largest, of which the one with the least Kolmogorov–Smirnov distance is xmin.
 * Values that are not positive and finite are left out. Undefined where there is no fit.
 */
export function discretePowerLawFit(values: ArrayLike<number>): PowerLawFit | undefined {
  const search = new DiscreteSearch(values);
  const best = leastDistance((start, enough) => search.distance(start, enough), search.tail.length - 1);
  return best === undefined ? undefined : search.fit(best);
}

/** The same from a given whole number xmin on. Undefined where no value exceeds it. */
export function discretePowerLawFitAt(values: ArrayLike<number>, xmin: number): PowerLawFit | undefined {
  const search = new DiscreteSearch(Float64Array.from(values).filter((value) => value >= xmin));
  return xmin > 0 && search.tail.length > 0 && (search.tail.length > 1 || search.tail.unique[0] > xmin) ? search.fit(0, xmin) : undefined;
}

/** Discrete power laws from each unique value of a sample on. */
export class DiscreteSearch {
  readonly tail: PowerLawTail;
  readonly #law: ZetaLaw;

  constructor(values: ArrayLike<number>) {
    this.tail = new PowerLawTail(values);
    this.#law = new ZetaLaw(this.tail.unique);
  }

  /** Distance max |P(X < u) − #{x < u}/n| of the fit from `start` on; any number of at least `enough` where it reaches that. */
  distance(start: number, enough: number): number {
    return this.#distanceAt(start, this.tail.unique[start], this.#exponent(start), enough);
  }

  fit(start: number, xmin = this.tail.unique[start]): PowerLawFit {
    const n = this.tail.countFrom(start);
    const logs = this.tail.sumOfLogs(start, xmin);
    const alpha = zetaExponent(logs / n, xmin);
    return {
      alpha, xmin, n,
      ksDistance: this.#distanceAt(start, xmin, alpha, Infinity),
      sigma: (alpha - 1) / Math.sqrt(n),
      logLikelihood: -n * Math.log(scaledZeta(alpha, xmin)) - alpha * logs,
    };
  }

  #exponent(start: number): number {
    return zetaExponent(this.tail.meanLog(start), this.tail.unique[start]);
  }

  #distanceAt(start: number, xmin: number, alpha: number, enough: number): number {
    this.#law.set(alpha, xmin);
    return this.tail.distanceTo(this.#law, start, enough);
  }
}

/**
 * The alpha whose discrete power law from xmin on has this mean of ln(x/xmin) > 0, by Newton's method: that mean falls with alpha and is
 * convex, so that from below every step goes up to the solution.
 */
export function zetaExponent(meanLog: number, xmin: number): number {
  let alpha = 1 + 1 / (meanLog + Math.log(xmin / (xmin - 0.5)));
  for (let i = 0; i < 100; i++) {
    const { zero, first, second } = scaledZetaMoments(alpha, xmin);
    const mean = -first / zero;
    const step = (mean - meanLog) / (second / zero - mean * mean);
    if (!Number.isFinite(step)) return NaN;
    const next = Math.max(alpha + step, 1 + (alpha - 1) / 4);
    if (Math.abs(next - alpha) <= 1e-14 * alpha) return next;
    alpha = next;
  }
  return alpha;
}

/** P(X < u) of a discrete power law at unique values. */
class ZetaLaw implements Cumulative {
  readonly #unique: Float64Array;
  #alpha = 2;
  #xmin = 1;
  #scale = 1;

  constructor(unique: Float64Array) {
    this.#unique = unique;
  }

  set(alpha: number, xmin: number): void {
    this.#alpha = alpha;
    this.#xmin = xmin;
    this.#scale = 1 / scaledZeta(alpha, xmin);
  }

  at(i: number): number {
    const u = this.#unique[i];
    return 1 - scaledZeta(this.#alpha, u) * this.#scale * (u / this.#xmin) ** -this.#alpha;
  }
}
