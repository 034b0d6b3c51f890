import { Arena } from './kernels/arena';
import { TrendBank } from './trendBank';
import type { Driver, TrendHypothesis, TrendObservations } from './trendHypothesis';
import type { TrendSnapshot } from './trendSnapshot';

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
 * posterior probabilities. A fixed share of them flows back to the prior (Herbster and Warmuth 1998) and takes along what the bank believes
 * as a whole (Blom and Bar-Shalom 1988), so that no hypothesis dies or stays misled and the curve may change its ways. One observation
 * costs O(hypotheses).
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
