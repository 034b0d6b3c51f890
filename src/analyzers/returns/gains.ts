import type { ExpectedGain } from '../../model/report';
import { mixtureExpectedPositive, mixtureQuantile, type NormalMixture } from '../../numerics/normalMixture';
import type { Course } from '../schedules/rateCourse';
import { fallFrom, trendFrom, type MarginalReturnTrace } from './marginalReturnTrace';

/** What training on until `later` steps gains, before it is cut off at 0, in units of the scale. */
export function gainsOf(
  trace: MarginalReturnTrace, index: number, course: Course, later: readonly number[], evaluations: (later: number) => number,
): readonly NormalMixture[] {
  if (trace.performance.ofBatches) return fallFrom(trace, index, course, later).map((fall) => lessRise(trace, index, fall));
  return trendFrom(trace, index, course, later).map((trend, j) => gainOfBest(trace, index, trend, evaluations(later[j])));
}

/** Where a gain is improbable, its expectation may lie above 97.5 % of what may come: the interval then reaches as far. */
export function expectedGain(gain: NormalMixture, factor: number): ExpectedGain {
  const value = mixtureExpectedPositive(gain);
  const [low, high] = [0.025, 0.975].map((share) => Math.max(0, mixtureQuantile(gain, share)));
  return { value: value * factor, low: low * factor, high: Math.max(value, high) * factor };
}

/** Of a loss that has risen, only what will lie below its former level is a gain. */
function lessRise(trace: MarginalReturnTrace, index: number, fall: NormalMixture): NormalMixture {
  const rise = trace.risen[index] / trace.scale;
  return rise > 0 ? { ...fall, means: fall.means.map((mean) => mean - rise) } : fall;
}

/**
 * Best loss so far minus the lowest of the next evaluations. Noise makes the lowest of several evaluations lie below the trend: by
 * κ·σ·√(2 ln(1 + evaluations)), with a scatter of its own. Both were chosen by what forecasts the gains of the TaskSet curves best, with
 * the prior fitted to other tasks.
 */
function gainOfBest(trace: MarginalReturnTrace, index: number, trend: NormalMixture, evaluations: number): NormalMixture {
  const { noise } = trace.beliefs.at(index);
  const best = trace.best[index] / trace.scale;
  const luck = luckShare * Math.sqrt(2 * Math.log(1 + evaluations));
  const count = trace.points.counts[index];
  const means = new Float64Array(noise.length);
  const deviations = new Float64Array(noise.length);
  for (let k = 0; k < noise.length; k++) {
    const scatter = noise[k] / Math.sqrt(count);
    means[k] = best - trend.means[k] + luck * scatter;
    deviations[k] = Math.sqrt(trend.deviations[k] * trend.deviations[k] + luckVariance * scatter * scatter);
  }
  return { weights: trend.weights, means, deviations };
}

const luckShare = 0.5;
const luckVariance = 0.35;
