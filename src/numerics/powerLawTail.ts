/** Positive values in ascending order, prepared for power laws above any of them. */
export class PowerLawTail {
  /** Unique values, ascending. */
  readonly unique: Float64Array;
  readonly #logs: Float64Array;
  /** Number of values below each unique one; one entry more for all of them. */
  readonly #below: Float64Array;
  /** Sum of ln x over all values from each unique one on, relative to the largest; one entry more for none. */
  readonly #logsFrom: Float64Array;

  constructor(values: ArrayLike<number>) {
    const sorted = Float64Array.from(values).filter((value) => value > 0 && value < Infinity).sort();
    const starts = Array.from(sorted.keys()).filter((i) => i === 0 || sorted[i] !== sorted[i - 1]);
    this.unique = Float64Array.from(starts, (i) => sorted[i]);
    const largest = sorted[sorted.length - 1];
    this.#logs = this.unique.map((value) => Math.log(value / largest));
    this.#below = Float64Array.from([...starts, sorted.length]);
    this.#logsFrom = new Float64Array(starts.length + 1);
    for (let i = starts.length - 1; i >= 0; i--) this.#logsFrom[i] = this.#logsFrom[i + 1] + this.#times(i) * this.#logs[i];
  }

  /** Number of unique values. */
  get length(): number {
    return this.unique.length;
  }

  /** Number of values, equal ones included, from a unique one on. */
  countFrom(start: number): number {
    return this.#below[this.length] - this.#below[start];
  }

  /** Maximum-likelihood exponent above the unique value at `start`, to the accuracy of a difference of sums. */
  exponent(start: number): number {
    const n = this.countFrom(start);
    return 1 + n / (this.#logsFrom[start] - n * this.#logs[start]);
  }

  /** Σ ln(x/xmin) over the values from `start` on, without cancellation. */
  sumOfLogs(start: number, xmin: number): number {
    let sum = 0;
    for (let i = start; i < this.length; i++) sum += this.#times(i) * Math.log(this.unique[i] / xmin);
    return sum;
  }

  /**
   * Kolmogorov–Smirnov distance max |F(u) − #{x < u}/n| over the unique values from `start` on, F that of a power law from `xmin` on. As
   * soon as it is known to reach `enough`, any number that does may come back.
   *
   * Both functions rise, so that between two places the distance is at most the larger of F at the right minus the share at the left and
   * the reverse: stretches that cannot hold the maximum are never looked into, and the cost is about 1/distance instead of n.
   */
  distance(start: number, alpha: number, enough: number, xmin = this.unique[start]): number {
    const law = new FittedLaw(this.#logs, this.#below, start, alpha, Math.log(xmin / this.unique[this.length - 1]));
    let most = Math.max(law.gap(start), law.gap(this.length - 1));
    const stretches: number[] = [start, this.length - 1];
    while (stretches.length > 0 && most < enough) {
      const [left, right] = stretches.splice(-2);
      if (right - left < 2 || law.bound(left, right) <= most) continue;
      const middle = (left + right) >> 1;
      most = Math.max(most, law.gap(middle));
      stretches.push(left, middle, middle, right);
    }
    return most;
  }

  #times(i: number): number {
    return this.#below[i + 1] - this.#below[i];
  }
}

/** A power law from a start on beside the share of values below each unique one. */
class FittedLaw {
  readonly #logs: Float64Array;
  readonly #below: Float64Array;
  readonly #start: number;
  readonly #slope: number;
  readonly #logXmin: number;
  readonly #count: number;

  constructor(logs: Float64Array, below: Float64Array, start: number, alpha: number, logXmin: number) {
    this.#logs = logs;
    this.#below = below;
    this.#start = start;
    this.#slope = 1 - alpha;
    this.#logXmin = logXmin;
    this.#count = below[below.length - 1] - below[start];
  }

  gap(i: number): number {
    return Math.abs(this.#cumulative(i) - this.#share(i));
  }

  /** Largest gap that is possible strictly between two places. */
  bound(left: number, right: number): number {
    return Math.max(this.#cumulative(right) - this.#share(left), this.#share(right) - this.#cumulative(left));
  }

  #cumulative(i: number): number {
    return -Math.expm1(this.#slope * (this.#logs[i] - this.#logXmin));
  }

  #share(i: number): number {
    return (this.#below[i] - this.#below[this.#start]) / this.#count;
  }
}
