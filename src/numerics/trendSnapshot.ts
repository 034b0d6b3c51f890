import type { NormalMixture } from './normalMixture';

/** What a TrendBank believes at one observation; columns over hypotheses. */
export interface TrendSnapshot {
  readonly clock: number;
  readonly covariate: number;
  /** Standard deviation by which the curve departs from the driver's shape while the covariate changes by 1. */
  readonly departure: number;
  readonly weights: Float64Array;
  readonly noise: Float64Array;
  readonly damping: Float64Array;
  readonly slopeDrift: Float64Array;
  readonly levelDrift: Float64Array;
  /** On the clock. */
  readonly delay: Float64Array;
  /** Level, slope, driver's factor, and their covariances LL, Lg, Lb, gg, gb, bb. */
  readonly state: readonly Float64Array[];
}

/** Distribution of the trend (without observation noise) at a clock not before the snapshot's. */
export function trendAhead(snapshot: TrendSnapshot, clock: number, covariate: number): NormalMixture {
  const { state: [level, slope, factor, ll, lg, lb, gg, gb, bb] } = snapshot;
  const { reaches, means, deviations } = ahead(snapshot, clock, covariate);
  for (let k = 0; k < means.length; k++) {
    const reach = reaches[k];
    means[k] = level[k] - reach * slope[k] + covariate * factor[k];
    deviations[k] = deviationOf(ll[k] + reach * (reach * gg[k] - 2 * lg[k]) + deviations[k] + covariate * (2 * (lb[k] - reach * gb[k]) + covariate * bb[k]));
  }
  return { weights: snapshot.weights, means, deviations };
}

/**
 * Distribution of the trend now minus the trend at a later clock, where the covariate is `later`. It is surer than the
 * difference of the two, for an error of the level is in both.
 */
export function fallAhead(snapshot: TrendSnapshot, clock: number, later: number): NormalMixture {
  const { covariate: now, state: [, slope, factor, , , , gg, gb, bb] } = snapshot;
  const change = now - later;
  const { reaches, means, deviations } = ahead(snapshot, clock, later);
  for (let k = 0; k < means.length; k++) {
    const reach = reaches[k];
    means[k] = reach * slope[k] + change * factor[k];
    deviations[k] = deviationOf(reach * reach * gg[k] + change * (2 * reach * gb[k] + change * bb[k]) + deviations[k]);
  }
  return { weights: snapshot.weights, means, deviations };
}

/** Columns over hypotheses. */
interface Ahead {
  /** How much of the slope is left to be run through until a clock. */
  readonly reaches: Float64Array;
  /** Still empty. */
  readonly means: Float64Array;
  /** For now, the variance that drift adds. */
  readonly deviations: Float64Array;
}

/** Hypotheses that follow one another mostly share delay and damping, on which the functions that take long depend. */
function ahead({ clock: now, covariate: former, departure, delay, damping, slopeDrift, levelDrift }: TrendSnapshot, clock: number, covariate: number): Ahead {
  const [reaches, means, deviations] = [new Float64Array(delay.length), new Float64Array(delay.length), new Float64Array(delay.length)];
  const departed = departure * departure * Math.abs(covariate - former);
  let [elapsed, reach] = [0, 0];
  for (let k = 0; k < delay.length; k++) {
    if (k === 0 || delay[k] !== delay[k - 1] || damping[k] !== damping[k - 1]) {
      elapsed = Math.max(0, Math.log((clock + delay[k]) / (now + delay[k])));
      reach = damping[k] > 0 ? (1 - Math.exp(-damping[k] * elapsed)) / damping[k] : elapsed;
    }
    reaches[k] = reach;
    deviations[k] = (slopeDrift[k] * slopeDrift[k] * elapsed ** 3) / 3 + levelDrift[k] * levelDrift[k] * elapsed + departed;
  }
  return { reaches, means, deviations };
}

function deviationOf(variance: number): number {
  return Math.sqrt(Math.max(variance, 1e-300));
}
