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

/**
 * Bayesian forecast of a noisy learning curve. Each hypothesis is a local linear trend in the logarithm of a delayed clock, with a
 * fading slope and a covariate, followed by its own Kalman filter (Harvey 1989, ch. 4); a slope that fades at rate α without drift
 * is exactly the power law E + A·(t + t₀)^(−α). Where outliers are expected, the noise is a mixture of two normal distributions and
 * what is believed after an observation is the normal distribution with the same moments (Masreliez 1975). The weights are the
 * posterior probabilities with a fixed share (Herbster and Warmuth 1998), so that no hypothesis dies and the curve may change its
 * ways. One observation costs O(hypotheses).
 */
export class TrendBank {
  readonly #columns: HypothesisColumns;
  readonly #share: number;
  readonly #driver: Driver;
  readonly #spacing: number;
  readonly #state: readonly Float64Array[];
  readonly #weights: Float64Array;
  /** How probable the last observation was to each hypothesis: density · exp(exponent). */
  readonly #densities: Float64Array;
  readonly #exponents: Float64Array;
  #clock = NaN;
  #covariate = NaN;

  /**
   * @param share rate per e-fold of the clock at which weight flows back to the prior
   * @param spacing of the first observations on the clock, > 0: the unit of the delays
   */
  constructor(hypotheses: readonly TrendHypothesis[], share: number, driver: Driver, spacing: number) {
    this.#columns = columnsOf(hypotheses, spacing);
    this.#share = share;
    this.#driver = driver;
    this.#spacing = spacing;
    this.#state = Array.from({ length: stateSize }, () => new Float64Array(hypotheses.length));
    this.#weights = this.#columns.prior.slice();
    this.#densities = new Float64Array(hypotheses.length);
    this.#exponents = new Float64Array(hypotheses.length);
  }

  /**
   * @param clock ≥ 0, never less than at the last observation
   * @param covariate the driver's covariate now
   * @param count number of raw values that `value` sums up
   */
  observe(clock: number, covariate: number, value: number, count: number): void {
    const before = this.#clock;
    const departed = this.#driver.departure ** 2 * Math.abs(covariate - this.#covariate);
    this.#clock = clock;
    this.#covariate = covariate;
    if (Number.isNaN(before)) return this.#start(covariate, value, count);
    this.#filter(before, covariate, departed, value, count);
    this.#reweigh(Math.log((clock + this.#spacing) / (before + this.#spacing)));
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
    const { noise, damping, slopeDrift, levelDrift, delay } = this.#columns;
    return {
      clock: this.#clock, covariate: this.#covariate, departure: this.#driver.departure,
      weights: pick(weights).map((weight) => weight / mass),
      noise: pick(noise), damping: pick(damping), slopeDrift: pick(slopeDrift), levelDrift: pick(levelDrift), delay: pick(delay),
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

  /** One step of every Kalman filter: predicts, corrects by the observation, keeps the density of the observation. */
  #filter(before: number, covariate: number, departed: number, value: number, count: number): void {
    const [level, slope, factor, ll, lg, lb, gg, gb, bb] = this.#state;
    const { noise, damping, slopeDrift, levelDrift, delay, outliers, widening } = this.#columns;
    const densities = this.#densities;
    const exponents = this.#exponents;
    const clock = this.#clock;
    let lastDelay = NaN;
    let lastDamping = NaN;
    let elapsed = 0;
    let kept = 1;
    let reach = 0;
    for (let k = 0; k < noise.length; k++) {
      if (delay[k] !== lastDelay || damping[k] !== lastDamping) {
        lastDelay = delay[k];
        lastDamping = damping[k];
        elapsed = Math.log((clock + lastDelay) / (before + lastDelay));
        kept = Math.exp(-lastDamping * elapsed);
        reach = lastDamping > 0 ? (1 - kept) / lastDamping : elapsed;
      }
      const wander = slopeDrift[k] * slopeDrift[k] * elapsed;
      const drift = levelDrift[k] * levelDrift[k] * elapsed + departed;
      const predicted = level[k] - reach * slope[k];
      const pll = ll[k] + reach * (reach * gg[k] - 2 * lg[k]) + drift + (wander * elapsed * elapsed) / 3;
      const plg = kept * (lg[k] - reach * gg[k]) - (wander * elapsed) / 2;
      const plb = lb[k] - reach * gb[k];
      const pgg = kept * kept * gg[k] + wander;
      const pgb = kept * gb[k];
      const c0 = pll + covariate * plb;
      const c1 = plg + covariate * pgb;
      const c2 = plb + covariate * bb[k];
      const own = (noise[k] * noise[k]) / count;
      const variance = c0 + covariate * c2 + own;
      const surprise = value - predicted - covariate * factor[k];
      const square = surprise * surprise;
      const sure = 1 / variance;
      const unsure = 1 / (variance + widening[k] * own);
      const gap = sure - unsure;
      // Both densities but for the factor exp(−square·unsure / 2), which may be too small for a double.
      const usualDensity = (1 - outliers[k]) * Math.sqrt(sure) * Math.exp(-0.5 * square * gap);
      const density = usualDensity + outliers[k] * Math.sqrt(unsure);
      const usual = usualDensity / density;
      const precision = unsure + usual * gap;
      const pull = surprise * precision;
      const shrink = precision - usual * (1 - usual) * square * gap * gap;
      level[k] = predicted + c0 * pull;
      slope[k] = kept * slope[k] + c1 * pull;
      factor[k] += c2 * pull;
      ll[k] = pll - c0 * c0 * shrink;
      lg[k] = plg - c0 * c1 * shrink;
      lb[k] = plb - c0 * c2 * shrink;
      gg[k] = pgg - c1 * c1 * shrink;
      gb[k] = pgb - c1 * c2 * shrink;
      bb[k] -= c2 * c2 * shrink;
      densities[k] = density;
      exponents[k] = -0.5 * square * unsure;
    }
  }

  #reweigh(elapsed: number): void {
    const weights = this.#weights;
    const densities = this.#densities;
    const exponents = this.#exponents;
    const { prior } = this.#columns;
    const shared = 1 - Math.exp(-this.#share * elapsed);
    let most = -Infinity;
    for (let k = 0; k < exponents.length; k++) if (exponents[k] > most) most = exponents[k];
    let total = 0;
    for (let k = 0; k < exponents.length; k++) {
      weights[k] = ((1 - shared) * weights[k] + shared * prior[k]) * densities[k] * Math.exp(exponents[k] - most);
      total += weights[k];
    }
    for (let k = 0; k < exponents.length; k++) weights[k] /= total;
  }
}

/** How many times as large the noise of an outlier is. */
const outlying = 4;

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
  /** On the clock. */
  readonly delay: Float64Array;
  readonly outliers: Float64Array;
  /** By how much of the noise's variance an outlier's is greater. */
  readonly widening: Float64Array;
  readonly prior: Float64Array;
}

function columnsOf(hypotheses: readonly TrendHypothesis[], spacing: number): HypothesisColumns {
  const total = hypotheses.reduce((sum, { weight }) => sum + weight, 0);
  const column = (of: (hypothesis: TrendHypothesis) => number): Float64Array => Float64Array.from(hypotheses, of);
  return {
    noise: column(({ noise }) => noise), damping: column(({ damping }) => damping),
    slopeDrift: column(({ slopeDrift }) => slopeDrift), levelDrift: column(({ levelDrift }) => levelDrift),
    startSlope: column(({ startSlope }) => startSlope), delay: column(({ delay }) => delay * spacing),
    outliers: column(({ outliers }) => outliers), widening: column(({ outliers }) => (outliers > 0 ? outlying * outlying - 1 : 0)), prior: column(({ weight }) => weight / total),
  };
}
