import { Arena } from './kernels/arena';
import { TrendBank } from './trendBank';
import type { TrendSnapshot } from './trendSnapshot';

/** One hypothesis about a curve, in units of its scale: how noisy it is and how its slope behaves. */
export interface TrendHypothesis {
  /** Standard deviation of a single observation about the trend. */
  readonly noise: number;
  /** Rate at which a slope fades per e-fold of the clock: the exponent of the power law that it follows. */
  readonly damping: number;
  /** Standard deviation by which the slope wanders in one e-fold. */
  readonly slopeDrift: number;
  /** The same for the level. */
  readonly levelDrift: number;
  /** Standard deviation of the slope at the start, per e-fold. */
  readonly startSlope: number;
  /** Where the law's own clock begins before the clock, in first spacings: the t₀ of E + A·(t + t₀)^(−α). */
  readonly delay: number;
  /** Share of the observations whose noise is four times as large, 0 to below 1. */
  readonly outliers: number;
  /** Prior probability. */
  readonly weight: number;
}

/** A covariate with an unknown factor of which something is believed beforehand. */
export interface Driver {
  readonly mean: number;
  readonly deviation: number;
  /** Standard deviation by which the curve departs from the driver's shape while the covariate changes by 1. */
  readonly departure: number;
}

/** What is seen of a curve; columns of equal length. */
export interface TrendObservations {
  /** ≥ 0, never falling. */
  readonly clock: Float64Array;
  /** The driver's covariate. */
  readonly covariate: Float64Array;
  readonly values: Float64Array;
  /** Number of raw values that each value sums up. */
  readonly counts: Float64Array;
}

/** What was believed after each observation. */
export interface FollowedTrend {
  /** Mean and standard deviation of the trend (without observation noise), one per observation. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** Of the last observations only. */
  readonly snapshots: readonly TrendSnapshot[];
}

/**
 * Bayesian forecast of a noisy learning curve. Each hypothesis is a local linear trend in the logarithm of a delayed clock, with a
 * fading slope and a covariate, followed by its own Kalman filter (Harvey 1989, ch. 4); a slope that fades at rate α without drift
 * is exactly the power law E + A·(t + t₀)^(−α). Where outliers are expected, the noise is a mixture of two normal distributions and
 * what is believed after an observation is the normal distribution with the same moments (Masreliez 1975). The weights are the
 * posterior probabilities with a fixed share (Herbster and Warmuth 1998), so that no hypothesis dies and the curve may change its
 * ways. One observation costs O(hypotheses).
 *
 * @param share rate per e-fold of the clock at which weight flows back to the prior
 * @param spacing of the first observations on the clock, > 0: the unit of the delays
 * @param kept number of the last observations of which snapshots are taken
 */
export function followTrend(
  hypotheses: readonly TrendHypothesis[], share: number, driver: Driver, spacing: number, observations: TrendObservations, kept: number,
): FollowedTrend {
  const { clock } = observations;
  const [means, deviations] = [new Float64Array(clock.length), new Float64Array(clock.length)];
  const snapshots: TrendSnapshot[] = [];
  Arena.use(TrendBank.bytesFor(hypotheses), (arena) => {
    const bank = new TrendBank(arena, hypotheses, driver, spacing);
    for (let i = 0; i < clock.length; i++) {
      if (i === 0) bank.start(observations);
      else bank.observe(observations, i, 1 - ((clock[i] + spacing) / (clock[i - 1] + spacing)) ** -share);
      ({ mean: means[i], deviation: deviations[i] } = bank.moments(observations, i));
      if (i >= clock.length - kept) snapshots.push(bank.snapshot(observations, i));
    }
  });
  return { means, deviations, snapshots };
}
