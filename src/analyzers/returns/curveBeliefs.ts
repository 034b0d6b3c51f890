import { followTrend, type FollowedTrend } from '../../numerics/followTrend';
import type { TrendSnapshot } from '../../numerics/trendSnapshot';
import type { PerformancePoints } from '../losses/performancePoints';
import type { Progress } from '../schedules/rateClock';
import { trendPrior } from './trendPrior';

/** What is believed about a curve of performance at each of its points, using nothing logged later. */
export class CurveBeliefs {
  readonly #points: PerformancePoints;
  readonly #past: Progress;
  readonly #scale: number;
  #followed: FollowedTrend;

  /** @param scale of the losses: unit of all that is believed */
  constructor(points: PerformancePoints, past: Progress, scale: number) {
    this.#points = points;
    this.#past = past;
    this.#scale = scale;
    this.#followed = this.#follow(usuallyAsked);
  }

  /** Mean of the trend at each point. */
  get means(): Float64Array {
    return this.#followed.means;
  }

  get deviations(): Float64Array {
    return this.#followed.deviations;
  }

  /** Most runs are judged at their last points only; when an earlier one is asked for, the curve is followed once more. */
  at(index: number): TrendSnapshot {
    const { length } = this.#points.losses;
    if (index < length - this.#followed.snapshots.length) this.#followed = this.#follow(length);
    return this.#followed.snapshots[index - length + this.#followed.snapshots.length];
  }

  #follow(kept: number): FollowedTrend {
    const { losses, counts } = this.#points;
    const spacing = Math.max(this.#past.clock[1] - this.#past.clock[0], leastSpacing);
    const reference = Math.min(losses[0], losses[1]) / this.#scale;
    const values = losses.map((loss) => compressed(loss / this.#scale, reference));
    return followTrend(trendPrior, shareOfChange, decayFactor, spacing, { ...this.#past, values, counts }, kept);
  }
}

const usuallyAsked = 4;

/** Rate per e-fold of the clock at which a curve is expected to change its ways: of .1, .25 and .5 the one that decides best on the TaskSet curves. */
const shareOfChange = 0.5;
const leastSpacing = 1e-3;

/**
 * B in relative units, believed before any decay: the published fits give B·η_peak/L0 = .036, .049 and .066. A drop may depart from its
 * shape by as much as is believed of it: with less doubt, stops behind a drop of the rate come too soon on the nine Multi-Power-Law curves.
 */
const decayFactor = { mean: 0.05, deviation: 0.025, departure: 0.05 };

/** How much worse than at the start a loss is says little: far above the first losses the scale is logarithmic. */
function compressed(loss: number, reference: number): number {
  const excess = loss - reference;
  return excess <= 0 ? loss : reference + softness * Math.log1p(excess / softness);
}

const softness = 0.3;
