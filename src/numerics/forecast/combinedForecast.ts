import type { Candidate } from '../../model/fineTuning';
import { quantile } from '../scaling/bootstrap';
import { studentQuantile } from '../studentT';
import { acceptThenStop, lossOnLine } from './acceptThenStop';
import { type LogLoss, rectifiedBelief, rectifiedPosteriors, type RectifiedPosterior } from './rectifiedPosterior';

/** Predicted ln L of one candidate; the deviations are those before they are put to the test of the measured sizes. */
export interface CombinedForecast {
  /** At a size from the largest measured one to the full one. */
  at(size: number): LogLoss;
  readonly posterior: Pick<RectifiedPosterior, 'transitions' | 'transitionWeights'>;
}

/**
 * Geometric mean of the rectified law, averaged over its shapes, and of accept-then-stop: the one foresees the bend into the power phase,
 * the other stays close to the last slope. Where they differ is part of the uncertainty. Candidates need at least 3 sizes.
 * @param share weight of the rectified law
 */
export function combinedForecasts(candidates: readonly Candidate[], full: number, share = rectifiedShare, belief = rectifiedBelief): readonly CombinedForecast[] {
  return rectifiedPosteriors(candidates, full, belief).map((posterior, j) => {
    const line = acceptThenStop(candidates[j].sizes, candidates[j].losses);
    if (!line) throw new RangeError(`${candidates[j].name} has fewer than 3 sizes.`);
    return { at: (size) => mixed(posterior.at(size), Math.log(lossOnLine(line, size)), share), posterior };
  });
}

function mixed({ mean, deviation }: LogLoss, local: number, share: number): LogLoss {
  return { mean: share * mean + (1 - share) * local, deviation: Math.hypot(deviation, Math.sqrt(share * (1 - share)) * (mean - local), smallestDeviation) };
}

/** Neither side of the mean is known to be better before the fact. */
const rectifiedShare = 0.5;

/** Two trainings that differ in nothing but the seed differ by about as much. */
const smallestDeviation = 0.005;

type Forecaster = (candidates: readonly Candidate[], full: number) => readonly Pick<CombinedForecast, 'at'>[];

/**
 * Deviations to either side of a forecast that hold the truth with 95 %, from forecasts of each candidate's largest measured size by
 * its smaller ones, but never less than those of a normal distribution. Without such a test, those of Student's t with 2 degrees of freedom.
 */
export function calibratedReach(candidates: readonly Candidate[], forecast: Forecaster = combinedForecasts): number {
  const scores = backtests(candidates, forecast).sort((a, b) => a - b);
  const untested = studentQuantile(0.975, 2);
  if (scores.length === 0) return untested;
  return Math.max(quantile(scores, Math.min(1, 0.95 * (1 + 1 / scores.length))), 1.96);
}

/** |error| in deviations, one for each candidate and number of its largest sizes that are held back. */
function backtests(candidates: readonly Candidate[], forecast: Forecaster): number[] {
  const most = Math.max(...candidates.map(({ sizes }) => sizes.length));
  return [1, 2, 4, 8, 16].filter((held) => most - held >= 3).flatMap((held) => {
    const tested = candidates.filter(({ sizes }) => sizes.length - held >= 3);
    return scoresOf(tested, held, forecast);
  });
}

function scoresOf(tested: readonly Candidate[], held: number, forecast: Forecaster): number[] {
  const targets = [...new Set(tested.map(({ sizes }) => sizes[sizes.length - 1]))];
  return targets.flatMap((target) => {
    const group = tested.filter(({ sizes }) => sizes[sizes.length - 1] === target);
    const shortened = group.map((one) => ({ ...one, sizes: one.sizes.slice(0, -held), losses: one.losses.slice(0, -held) }));
    return forecast(shortened, target).map((one, j) => {
      const { mean, deviation } = one.at(target);
      return Math.abs(Math.log(group[j].losses[group[j].losses.length - 1]) - mean) / deviation;
    });
  });
}
