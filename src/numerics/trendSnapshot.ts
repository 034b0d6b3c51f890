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
  const { weights, state: [level, slope, factor, ll, lg, lb, gg, gb, bb] } = snapshot;
  return mixtureOf(weights, (k) => {
    const { reach, wander } = motion(snapshot, k, clock, covariate);
    return {
      mean: level[k] - reach * slope[k] + covariate * factor[k],
      variance: ll[k] + reach * (reach * gg[k] - 2 * lg[k]) + wander + covariate * (2 * (lb[k] - reach * gb[k]) + covariate * bb[k]),
    };
  });
}

/**
 * Distribution of the trend now minus the trend at a later clock, where the covariate is `later`. It is surer than the
 * difference of the two, for an error of the level is in both.
 */
export function fallAhead(snapshot: TrendSnapshot, clock: number, later: number): NormalMixture {
  const { covariate: now, weights, state: [, slope, factor, , , , gg, gb, bb] } = snapshot;
  const change = now - later;
  return mixtureOf(weights, (k) => {
    const { reach, wander } = motion(snapshot, k, clock, later);
    return {
      mean: reach * slope[k] + change * factor[k],
      variance: reach * reach * gg[k] + change * (2 * reach * gb[k] + change * bb[k]) + wander,
    };
  });
}

/** How much of the slope is left to be run through until a clock, and the variance that drift adds. */
function motion({ clock: now, covariate: former, departure, delay, damping, slopeDrift, levelDrift }: TrendSnapshot, k: number, clock: number, covariate: number): Motion {
  const elapsed = Math.max(0, Math.log((clock + delay[k]) / (now + delay[k])));
  return {
    reach: damping[k] > 0 ? (1 - Math.exp(-damping[k] * elapsed)) / damping[k] : elapsed,
    wander: (slopeDrift[k] * slopeDrift[k] * elapsed ** 3) / 3 + levelDrift[k] * levelDrift[k] * elapsed
      + departure * departure * Math.abs(covariate - former),
  };
}

interface Motion {
  readonly reach: number;
  readonly wander: number;
}

function mixtureOf(weights: Float64Array, part: (k: number) => { readonly mean: number; readonly variance: number }): NormalMixture {
  const means = new Float64Array(weights.length);
  const deviations = new Float64Array(weights.length);
  for (let k = 0; k < weights.length; k++) {
    const { mean, variance } = part(k);
    means[k] = mean;
    deviations[k] = Math.sqrt(Math.max(variance, 1e-300));
  }
  return { weights, means, deviations };
}
