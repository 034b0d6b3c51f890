import { RunningMedian } from './runningMedian';

/**
 * Level and scatter of a curve about its local trend, from the values seen so far and robust to spikes:
 *
 * - level: median of the last 9 values, of those after the last hole in the log;
 * - scatter: the larger of 1.4826·median|vᵢ − vᵢ₋₁|/√2 (blind to slow trends) and, from 32 values on,
 *   1.4826·median|vᵢ − level| (sees the slow wander of smoothed logs), both over the last 64 values.
 *
 * A handful of values says little about scatter, so it is blended with a prior of 10 % of the level that weighs as
 * much as 2 values: with 3 values the scatter is at least 7 % of the level, with 64 values 1.7 %.
 */
export class TrendScatter {
  readonly #levels = new RunningMedian(levelWindow);
  readonly #differences = new RunningMedian(scatterWindow);
  readonly #residuals = new RunningMedian(scatterWindow);
  readonly #gaps = new RunningMedian(scatterWindow);
  #lastStep = NaN;
  #lastValue = NaN;

  /** NaN before the first value. */
  get level(): number {
    return this.#levels.median;
  }

  /** One standard deviation as if normal, prior included; NaN before the first value. */
  get scatter(): number {
    const prior = priorShare * this.level;
    const count = this.#differences.length;
    const measured = count > 0 ? this.measured : 0;
    return Math.sqrt((priorWeight * prior * prior + count * measured * measured) / (priorWeight + count));
  }

  /** The scatter without prior; NaN before the second value. */
  get measured(): number {
    const byDifferences = normal * this.#differences.median / Math.SQRT2;
    if (this.#residuals.length < residualsFrom) return byDifferences;
    return Math.max(byDifferences, normal * this.#residuals.median);
  }

  /** Usual number of steps between two values; NaN before the second value. */
  get gap(): number {
    return this.#gaps.median;
  }

  push(step: number, value: number): void {
    const gap = step - this.#lastStep;
    // Across a hole in the log the difference is progress, not scatter, and the level before it is no longer local.
    if (gap > hole * this.gap) this.#levels.clear();
    else if (gap === gap) this.#differences.push(Math.abs(value - this.#lastValue));
    if (gap === gap) this.#gaps.push(gap);
    if (this.#levels.length > 0) this.#residuals.push(Math.abs(value - this.level));
    this.#levels.push(value);
    this.#lastStep = step;
    this.#lastValue = value;
  }
}

/** Least scatter that TrendScatter can give after `count` values at a level: that of its prior. */
export function leastScatter(level: number, count: number): number {
  const differences = Math.min(Math.max(count - 1, 0), scatterWindow);
  return priorShare * Math.abs(level) * Math.sqrt(priorWeight / (priorWeight + differences));
}

/** Makes a median absolute deviation comparable to a standard deviation: 1/Φ⁻¹(3/4). */
export const normal = 1.4826;

/** Number of values whose median is the level. */
export const levelWindow = 9;
const scatterWindow = 64;
const residualsFrom = 32;
const priorShare = 0.1;
const priorWeight = 2;
const hole = 5;
