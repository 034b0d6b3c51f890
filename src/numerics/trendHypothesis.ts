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
