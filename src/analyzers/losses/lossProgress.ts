import { medianOf } from '../../numerics/medianOf';
import { RunningMedian } from '../../numerics/runningMedian';
import { TrendScatter } from '../../numerics/trendScatter';

/**
 * Whether a loss has ever improved on its first level. It has, for good, once the median of five lies below the first
 * level (median of the first five) by 1 % of it and 2.3 standard deviations of scatter, or once, at 15, 30, 60, …
 * points, the median of the last third lies below that of the first third by 0.5 % and three standard errors.
 */
export class LossProgress {
  learned = false;
  readonly #values: number[] = [];
  readonly #five = new RunningMedian(startPoints);
  readonly #trend = new TrendScatter();
  #startLevel = NaN;
  #nextCheckpoint = firstCheckpoint;

  constructor(readonly veryFirst: number) {}

  get count(): number {
    return this.#values.length;
  }

  /** Median of the first five values. */
  get first(): number {
    return this.#startLevel;
  }

  /** Median of the last five values. */
  get level(): number {
    return this.#five.median;
  }

  get scatter(): number {
    return this.#trend.measured;
  }

  /** Least fall between the first and the last third of the values that their scatter could not hide. */
  get leastVisible(): number {
    return this.#visibleOver(Math.floor(this.count / 3));
  }

  push(step: number, value: number): void {
    this.#values.push(value);
    this.#five.push(value);
    this.#trend.push(step, value);
    if (this.count <= startPoints) this.#startLevel = this.#five.median;
    if (this.count < 2) return;
    const margin = Math.max(0.01 * Math.abs(this.first), 2.3 * this.scatter);
    if (this.level < this.first - margin) this.learned = true;
    if (this.count < this.#nextCheckpoint) return;
    this.#nextCheckpoint *= 2;
    if (this.#hasDrifted()) this.learned = true;
  }

  #hasDrifted(): boolean {
    const third = Math.floor(this.count / 3);
    const first = medianOf(this.#values.slice(0, third));
    const last = medianOf(this.#values.slice(-third));
    return last < first - Math.max(0.005 * Math.abs(first), this.#visibleOver(third));
  }

  /** Three standard errors of the difference of two medians of n: that of one is 1.2533 σ/√n. */
  #visibleOver(n: number): number {
    return 3 * 1.2533 * this.scatter * Math.sqrt(2 / n);
  }
}

const startPoints = 5;
const firstCheckpoint = 15;
