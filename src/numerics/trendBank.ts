import type { NormalMixture } from './normalMixture';

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
  /** Prior probability. */
  readonly weight: number;
}

/** A covariate with an unknown factor of which something is believed beforehand. */
export interface Driver {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Bayesian forecast of a noisy learning curve. Each hypothesis is a local linear trend in the logarithm of a clock, with a fading
 * slope and a covariate, followed by its own Kalman filter (Harvey 1989, ch. 4); a slope that fades at rate α without drift
 * is exactly the power law E + A·t^(−α). The weights are the posterior probabilities with a fixed share (Herbster and Warmuth
 * 1998), so that no hypothesis dies and the curve may change its ways. One observation costs O(hypotheses).
 */
export class TrendBank {
  readonly #columns: HypothesisColumns;
  readonly #share: number;
  readonly #driver: Driver;
  readonly #state: readonly Float64Array[];
  readonly #weights: Float64Array;
  readonly #evidence: Float64Array;
  #observed = 0;

  /** @param share rate per e-fold of the clock at which weight flows back to the prior */
  constructor(hypotheses: readonly TrendHypothesis[], share: number, driver: Driver) {
    this.#columns = columnsOf(hypotheses);
    this.#share = share;
    this.#driver = driver;
    this.#state = Array.from({ length: stateSize }, () => new Float64Array(hypotheses.length));
    this.#weights = this.#columns.prior.slice();
    this.#evidence = new Float64Array(hypotheses.length);
  }

  /**
   * @param elapsed logarithm of the ratio of the clock now and at the last observation
   * @param covariate the driver's covariate now
   * @param count number of raw values that `value` sums up
   */
  observe(elapsed: number, covariate: number, value: number, count: number): void {
    if (this.#observed++ === 0) return this.#start(covariate, value, count);
    this.#filter(elapsed, covariate, value, count);
    this.#reweigh(elapsed);
  }

  /** What is believed now by the hypotheses that matter, to be kept while the bank goes on. */
  snapshot(): TrendSnapshot {
    const weights = this.#weights;
    let most = 0;
    for (let k = 0; k < weights.length; k++) if (weights[k] > most) most = weights[k];
    const kept: number[] = [];
    let mass = 0;
    for (let k = 0; k < weights.length; k++) {
      if (weights[k] <= most * negligible) continue;
      kept.push(k);
      mass += weights[k];
    }
    const pick = (column: Float64Array): Float64Array => {
      const picked = new Float64Array(kept.length);
      for (let i = 0; i < kept.length; i++) picked[i] = column[kept[i]];
      return picked;
    };
    const { noise, damping, slopeDrift, levelDrift } = this.#columns;
    return {
      weights: pick(weights).map((weight) => weight / mass),
      noise: pick(noise), damping: pick(damping), slopeDrift: pick(slopeDrift), levelDrift: pick(levelDrift),
      state: this.#state.map(pick),
    };
  }

  /** The first value fixes the level up to its own noise. */
  #start(covariate: number, value: number, count: number): void {
    const [level, , factor, ll, , lb, gg, , bb] = this.#state;
    const { noise, startSlope } = this.#columns;
    const { mean, deviation } = this.#driver;
    for (let k = 0; k < noise.length; k++) {
      level[k] = value - covariate * mean;
      factor[k] = mean;
      ll[k] = noise[k] ** 2 / count + (covariate * deviation) ** 2;
      lb[k] = -covariate * deviation ** 2;
      gg[k] = startSlope[k] ** 2;
      bb[k] = deviation ** 2;
    }
  }

  /** One step of every Kalman filter: predicts, corrects by the observation, keeps the log density of the observation. */
  #filter(elapsed: number, covariate: number, value: number, count: number): void {
    const [level, slope, factor, ll, lg, lb, gg, gb, bb] = this.#state;
    const { noise, damping, slopeDrift, levelDrift } = this.#columns;
    const evidence = this.#evidence;
    let lastDamping = NaN;
    let kept = 1;
    let reach = 0;
    for (let k = 0; k < noise.length; k++) {
      if (damping[k] !== lastDamping) {
        lastDamping = damping[k];
        kept = Math.exp(-lastDamping * elapsed);
        reach = lastDamping > 0 ? (1 - kept) / lastDamping : elapsed;
      }
      const wander = slopeDrift[k] * slopeDrift[k] * elapsed;
      const drift = levelDrift[k] * levelDrift[k] * elapsed;
      const predicted = level[k] - reach * slope[k];
      const pll = ll[k] + reach * (reach * gg[k] - 2 * lg[k]) + drift + (wander * elapsed * elapsed) / 3;
      const plg = kept * (lg[k] - reach * gg[k]) - (wander * elapsed) / 2;
      const plb = lb[k] - reach * gb[k];
      const pgg = kept * kept * gg[k] + wander;
      const pgb = kept * gb[k];
      const c0 = pll + covariate * plb;
      const c1 = plg + covariate * pgb;
      const c2 = plb + covariate * bb[k];
      const variance = c0 + covariate * c2 + (noise[k] * noise[k]) / count;
      const surprise = value - predicted - covariate * factor[k];
      const pull = surprise / variance;
      level[k] = predicted + c0 * pull;
      slope[k] = kept * slope[k] + c1 * pull;
      factor[k] += c2 * pull;
      ll[k] = pll - (c0 * c0) / variance;
      lg[k] = plg - (c0 * c1) / variance;
      lb[k] = plb - (c0 * c2) / variance;
      gg[k] = pgg - (c1 * c1) / variance;
      gb[k] = pgb - (c1 * c2) / variance;
      bb[k] -= (c2 * c2) / variance;
      evidence[k] = -0.5 * (Math.log(variance) + surprise * pull);
    }
  }

  #reweigh(elapsed: number): void {
    const weights = this.#weights;
    const evidence = this.#evidence;
    const { prior } = this.#columns;
    const shared = 1 - Math.exp(-this.#share * elapsed);
    let most = -Infinity;
    for (let k = 0; k < evidence.length; k++) if (evidence[k] > most) most = evidence[k];
    let total = 0;
    for (let k = 0; k < evidence.length; k++) {
      weights[k] = ((1 - shared) * weights[k] + shared * prior[k]) * Math.exp(evidence[k] - most);
      total += weights[k];
    }
    for (let k = 0; k < evidence.length; k++) weights[k] /= total;
  }
}

/** Share of the greatest weight below which a hypothesis is left out of a snapshot. */
const negligible = 1e-3;

/** Level, slope, driver's factor; then the upper triangle of their covariance: LL, Lg, Lb, gg, gb, bb. */
const stateSize = 9;

interface HypothesisColumns {
  readonly noise: Float64Array;
  readonly damping: Float64Array;
  readonly slopeDrift: Float64Array;
  readonly levelDrift: Float64Array;
  readonly startSlope: Float64Array;
  readonly prior: Float64Array;
}

function columnsOf(hypotheses: readonly TrendHypothesis[]): HypothesisColumns {
  const total = hypotheses.reduce((sum, { weight }) => sum + weight, 0);
  const column = (of: (hypothesis: TrendHypothesis) => number): Float64Array => Float64Array.from(hypotheses, of);
  return {
    noise: column(({ noise }) => noise), damping: column(({ damping }) => damping),
    slopeDrift: column(({ slopeDrift }) => slopeDrift), levelDrift: column(({ levelDrift }) => levelDrift),
    startSlope: column(({ startSlope }) => startSlope), prior: column(({ weight }) => weight / total),
  };
}

/** Columns over hypotheses. */
export interface TrendSnapshot {
  readonly weights: Float64Array;
  readonly noise: Float64Array;
  readonly damping: Float64Array;
  readonly slopeDrift: Float64Array;
  readonly levelDrift: Float64Array;
  /** Level, slope, driver's factor, and their covariances LL, Lg, Lb, gg, gb, bb. */
  readonly state: readonly Float64Array[];
}

/** Distribution of the trend (without observation noise) when the clock has advanced by a factor of exp(elapsed). */
export function trendAhead({ weights, damping, slopeDrift, levelDrift, state }: TrendSnapshot, elapsed: number, covariate: number): NormalMixture {
  const [level, slope, factor, ll, lg, lb, gg, gb, bb] = state;
  const means = new Float64Array(weights.length);
  const deviations = new Float64Array(weights.length);
  for (let k = 0; k < weights.length; k++) {
    const reach = damping[k] > 0 ? (1 - Math.exp(-damping[k] * elapsed)) / damping[k] : elapsed;
    const wander = (slopeDrift[k] * slopeDrift[k] * elapsed ** 3) / 3 + levelDrift[k] * levelDrift[k] * elapsed;
    const variance = ll[k] + reach * (reach * gg[k] - 2 * lg[k]) + wander + covariate * (2 * (lb[k] - reach * gb[k]) + covariate * bb[k]);
    means[k] = level[k] - reach * slope[k] + covariate * factor[k];
    deviations[k] = Math.sqrt(Math.max(variance, 1e-300));
  }
  return { weights, means, deviations };
}
