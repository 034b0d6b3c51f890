/** Whether values are real numbers or whole ones, such as counts. */
export type TailSupport = 'continuous' | 'discrete';

/** A power law p(x) ~ x^−alpha fitted above xmin. */
export interface PowerLawSummary {
  /** Exponent of the density. */
  readonly alpha: number;
  readonly xmin: number;
  /** Standard error of alpha. */
  readonly sigma: number;
  readonly ksDistance: number;
  /** Number of values at or above xmin. */
  readonly tail: number;
  /** Number of values from which xmin was chosen. */
  readonly n: number;
  /** Natural logarithm of the likelihood of the tail. */
  readonly logLikelihood: number;
  /** Exponent a of x(r) ~ r^−a over the tail, by least squares on r − 1/2; 1/(alpha − 1) for a power law. */
  readonly rankExponent: number;
  /** Share of synthetic data sets that fit worse; a power law is refused at 0.1 and below. */
  readonly pValue?: number;
}

export type TailLawName = 'power law' | 'exponential' | 'lognormal' | 'stretched exponential' | 'cutoff';

/** Another law compared with the power law at the same xmin. */
export interface TailComparison {
  readonly name: Exclude<TailLawName, 'power law'>;
  /** Vuong's normalised log-likelihood ratio, above 0 in favour of the power law; for the cutoff, which holds the power law, the ratio itself. */
  readonly ratio: number;
  /** Probability of such a ratio if both laws were equally good; for the cutoff by χ² with one degree of freedom. */
  readonly p: number;
  readonly logLikelihood: number;
  /** By the letters of the literature. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Whether the best of this law is the limit in which it is the power law: its parameters then mean nothing. */
  readonly atLimit: boolean;
}

/** The semi-parametric bootstrap: how many synthetic data sets fit at least as badly. */
export interface TailGoodness {
  readonly sets: number;
  readonly exceeding: number;
  readonly pValue: number;
  /** 99.9 % interval of the p-value that infinitely many sets would give (Wilson). */
  readonly low: number;
  readonly high: number;
}

/** How a series over steps was made into independent values. */
export interface SeriesPreparation {
  /** Values of the series that are positive and finite. */
  readonly points: number;
  /** Width of the centred running median by which they were divided. */
  readonly window: number;
  /** Integrated autocorrelation time of the logarithms after that, in points; at least 1. */
  readonly autocorrelationTime: number;
  /** Every how manyth point was kept. */
  readonly stride: number;
  /** Number of independent values that the series is worth: points/autocorrelationTime. */
  readonly effectiveSize: number;
}

/** What a tail is, and how sure that is. */
export interface TailReport {
  /** Null where the values do not allow one; the verdict says why. */
  readonly fit: PowerLawSummary | null;
  readonly alternatives: readonly TailComparison[];
  /** The best description; none where the power law is refused and nothing else is clearly better, or where no law can be told. */
  readonly best: TailLawName | 'none';
  /** One sentence on what the tail is, and those on what makes that doubtful. */
  readonly verdict: string;
  readonly caveats: readonly string[];
  readonly goodness?: TailGoodness;
  readonly series?: SeriesPreparation;
}
