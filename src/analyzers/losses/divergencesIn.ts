import { metrics } from '../../model/metric';
import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import { RunningMedian } from '../../numerics/runningMedian';
import { TrendScatter } from '../../numerics/trendScatter';
import type { LossCurve } from './lossSeries';
import { warmingUp } from '../schedules/warmup';

/** A stretch at the end of a curve in which it has diverged. */
export interface Divergence {
  /** Step since which it is said, and step of the first point that left the good level. */
  readonly since: number;
  readonly onset: number;
  /** Step of the last point at the good level. */
  readonly lastGood: number;
  readonly before: number;
  readonly after: number;
  readonly best: number;
  /** Loss above which a point counts as risen. */
  readonly limit: number;
}

export interface Divergences {
  /** The divergence in which the curve ends, if any. */
  readonly diverged: Divergence | undefined;
  /** Step at which the last one before it was over; -Infinity when there was none. */
  readonly cleared: number;
}

/**
 * The divergence in which a curve ends. A point is high when it lies above the best level (least median of
 * three) by `health.divergenceFactor` times the largest of: two standard deviations of the scatter there, a tenth of it,
 * a thirtieth of the progress made since the start. The run has diverged when three of the last five points are high,
 * this has lasted five usual logging intervals (twenty while the learning rate warms up), and the loss is not on its
 * way back: it has given back less than a fifth of its rise, or it has made no new low over the second half of at
 * least twenty points. It has recovered once the median of five is back below half the limit.
 */
export function divergencesIn(curve: LossCurve, run: Run, settings: Settings): Divergences {
  const factor = settings['health.divergenceFactor'];
  if (!mayHaveDiverged(curve.values, factor)) return { diverged: undefined, cleared: -Infinity };
  const isWarmup = warmingUp(run);
  const detector = new Detector(factor, curve.metric === metrics.evalLoss);
  for (let i = 0; i < curve.steps.length; i++) detector.push(curve.steps[i], curve.values[i], isWarmup);
  return detector;
}

/** A cheap look that most curves end at: whether the level ever rose above the least limit there can be. */
function mayHaveDiverged(values: Float64Array, factor: number): boolean {
  const three = new RunningMedian(bestWindow);
  const five = new RunningMedian(windowSize);
  let best = Infinity;
  for (const value of values) {
    three.push(value);
    five.push(value);
    if (three.length === bestWindow) best = Math.min(best, three.median);
    if (five.median > best + factor * Math.abs(best) / 10) return true;
  }
  return false;
}

const windowSize = 5;
const bestWindow = 3;
const lastingIntervals = 5;
const lastingInWarmup = 20;
const givenBack = 0.2;
const lowsFrom = 20;
const startPoints = 5;
/** Where only evaluations are logged, a rise counts when it came within this share of the run: slower is overfitting. */
const suddenShare = 0.1;

class Detector implements Divergences {
  diverged: Divergence | undefined;
  cleared = -Infinity;
  readonly #factor: number;
  readonly #suddenOnly: boolean;
  readonly #trend = new TrendScatter();
  readonly #three = new RunningMedian(bestWindow);
  readonly #five = new RunningMedian(windowSize);
  /** The last five points, the newest last. */
  readonly #recentSteps: number[] = [];
  readonly #recentValues: number[] = [];
  #count = 0;
  #startLevel = -Infinity;
  #best = Infinity;
  /** Least scatter since the best level: the first points of a rise raise it before they are known to be one. */
  #scatter = NaN;
  #gap = NaN;
  #goodStep = NaN;
  #goodLevel = NaN;
  /** Last step at which the level was in the lower half below the limit. */
  #settledStep = NaN;
  #excursion: Excursion | undefined;

  constructor(factor: number, suddenOnly: boolean) {
    this.#factor = factor;
    this.#suddenOnly = suddenOnly;
  }

  push(step: number, value: number, isWarmup: (step: number) => boolean): void {
    this.#learn(step, value);
    const level = this.#five.median;
    const limit = this.#limit();
    if (!(level > (this.#best + limit) / 2)) return this.#settle(step, level);
    if (!this.#excursion && level > limit) this.#excursion = this.#leave(limit);
    if (!this.#excursion) return;
    this.#excursion.push(value, level);
    if (this.diverged || !(level > limit) || this.#excursion.returns(value, this.#best)) return;
    const lasting = isWarmup(step) ? lastingInWarmup : lastingIntervals;
    if ((step - this.#excursion.onset) / this.#gap + 1 < lasting) return;
    if (this.#suddenOnly && !this.#isSudden(this.#excursion.onset)) return;
    this.diverged = {
      since: step, onset: this.#excursion.onset, lastGood: this.#goodStep, before: this.#goodLevel, after: level, best: this.#best, limit,
    };
  }

  #learn(step: number, value: number): void {
    this.#three.push(value);
    this.#five.push(value);
    this.#recentSteps.push(step);
    this.#recentValues.push(value);
    if (++this.#count > windowSize) {
      this.#recentSteps.shift();
      this.#recentValues.shift();
    }
    if (this.#count <= startPoints) this.#startLevel = Math.max(this.#startLevel, value);
    // An excursion says nothing about the usual scatter and the usual interval.
    if (this.#excursion) return;
    this.#trend.push(step, value);
    this.#gap = this.#trend.gap;
    if (this.#three.length < bestWindow) return;
    const isBest = this.#three.median < this.#best;
    if (isBest) this.#best = this.#three.median;
    this.#scatter = isBest ? this.#trend.scatter : Math.min(this.#scatter, this.#trend.scatter);
  }

  #limit(): number {
    const progress = this.#startLevel - this.#best;
    return this.#best + this.#factor * Math.max(2 * this.#scatter, Math.abs(this.#best) / 10, progress / 30);
  }

  #settle(step: number, level: number): void {
    if (this.diverged) this.cleared = step;
    this.#excursion = undefined;
    this.diverged = undefined;
    this.#goodStep = this.#settledStep = step;
    this.#goodLevel = level;
  }

  /** Goes back to the first of the recent points that was already high. */
  #leave(limit: number): Excursion {
    const first = this.#recentValues.findIndex((value) => value > limit);
    if (first > 0) this.#goodStep = this.#recentSteps[first - 1];
    const excursion = new Excursion(this.#recentSteps[first]);
    for (const value of this.#recentValues.slice(first, -1)) excursion.push(value, value);
    return excursion;
  }

  #isSudden(onset: number): boolean {
    return onset - this.#settledStep <= Math.max(suddenShare * onset, this.#gap);
  }
}

/** A stretch of the loss far above its best level. */
class Excursion {
  readonly onset: number;
  #peak = -Infinity;
  #low = Infinity;
  #lowAt = 0;
  #count = 0;

  constructor(onset: number) {
    this.onset = onset;
  }

  push(value: number, level: number): void {
    this.#count++;
    this.#peak = Math.max(this.#peak, value);
    if (level >= this.#low) return;
    this.#low = level;
    this.#lowAt = this.#count;
  }

  /** Whether the loss is on its way back to `best`. */
  returns(value: number, best: number): boolean {
    const back = (this.#peak - value) / (this.#peak - best);
    if (back < givenBack) return false;
    return this.#count < lowsFrom || this.#lowAt > this.#count / 2;
  }
}
