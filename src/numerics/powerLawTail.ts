import type { Cumulative } from './tails/largestGap';
import { LargestGap } from './tails/largestGap';

/** Positive values in ascending order, prepared for power laws above any of them. */
export class PowerLawTail {
  /** Unique values, ascending. */
  readonly unique: Float64Array;
  /** Number of values below each unique one; one entry more for all of them. */
  readonly below: Float64Array;
  readonly #logs: Float64Array;
  /** Sum of ln x over all values from each unique one on, relative to the largest; one entry more for none. */
  readonly #logsFrom: Float64Array;
  readonly #gap: LargestGap;
  readonly #law: FittedLaw;

  constructor(values: ArrayLike<number>) {
    const sorted = Float64Array.from(values).filter((value) => value > 0 && value < Infinity).sort();
    const starts = startsOf(sorted);
    const largest = sorted[sorted.length - 1];
    this.unique = Float64Array.from(starts, (i) => sorted[i]);
    this.below = withEnd(starts, sorted.length);
    this.#logs = this.unique.map((value) => Math.log(value / largest));
    this.#logsFrom = new Float64Array(starts.length + 1);
    for (let i = starts.length - 1; i >= 0; i--) this.#logsFrom[i] = this.#logsFrom[i + 1] + this.timesOf(i) * this.#logs[i];
    this.#gap = new LargestGap(this.below);
    this.#law = new FittedLaw(this.#logs);
  }

  /** Number of unique values. */
  get length(): number {
    return this.unique.length;
  }

  /** Number of values, equal ones included, from a unique one on. */
  countFrom(start: number): number {
    return this.below[this.length] - this.below[start];
  }

  /** How often a unique value occurs. */
  timesOf(i: number): number {
    return this.below[i + 1] - this.below[i];
  }

  /** Mean of ln(x/xmin) above the unique value at `start`, to the accuracy of a difference of sums. */
  meanLog(start: number): number {
    return this.#logsFrom[start] / this.countFrom(start) - this.#logs[start];
  }

  /** Maximum-likelihood exponent of a continuous power law above the unique value at `start`. */
  exponent(start: number): number {
    return 1 + 1 / this.meanLog(start);
  }

  /** Σ ln(x/xmin) over the values from `start` on, without cancellation. */
  sumOfLogs(start: number, xmin: number): number {
    let sum = 0;
    for (let i = start; i < this.length; i++) sum += this.timesOf(i) * Math.log(this.unique[i] / xmin);
    return sum;
  }

  /**
   * Kolmogorov–Smirnov distance max |F(u) − #{x < u}/n| over the unique values from `start` on, F that of a continuous power law from
   * `xmin` on. As soon as it is known to reach `enough`, any number that does may come back.
   */
  distance(start: number, alpha: number, enough: number, xmin = this.unique[start]): number {
    this.#law.set(alpha, xmin === this.unique[start] ? this.#logs[start] : Math.log(xmin / this.unique[this.length - 1]));
    return this.distanceTo(this.#law, start, enough);
  }

  /** The same for another law. */
  distanceTo(law: Cumulative, start: number, enough: number): number {
    return this.#gap.of(law, start, enough);
  }
}

/** Where each unique value of an ascending sample begins. */
function startsOf(sorted: Float64Array): Float64Array {
  const starts = new Float64Array(sorted.length);
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) starts[count++] = i;
  return starts.slice(0, count);
}

function withEnd(starts: Float64Array, end: number): Float64Array {
  const all = new Float64Array(starts.length + 1);
  all.set(starts);
  all[starts.length] = end;
  return all;
}

class FittedLaw implements Cumulative {
  readonly #logs: Float64Array;
  #slope = 0;
  #logXmin = 0;

  constructor(logs: Float64Array) {
    this.#logs = logs;
  }

  set(alpha: number, logXmin: number): void {
    this.#slope = 1 - alpha;
    this.#logXmin = logXmin;
  }

  at(i: number): number {
    return -Math.expm1(this.#slope * (this.#logs[i] - this.#logXmin));
  }
}
