/** Where eigenvalues come from: before or after the nonlinearity of an FFN, or from a weight matrix itself. */
export type SpectrumSite = 'pre' | 'post' | 'weight';

/** Exact: eigenvalues of weights, which are no sample. Unknown: the log tells no rows or no width. */
export type Sampling = 'well-sampled' | 'moderately under-sampled' | 'severely under-sampled' | 'exact' | 'unknown';

/** How utilisations are normalised: A divides the rank by D, B divides rank − 1 by D − 1. */
export type UtilisationNormalisation = 'A' | 'B';

/** What the eigenvalues of one layer at one step say. Ranks are in [1, D]; shares and utilisations in [0, 1]. */
export interface SpectrumMeasures {
  /** exp of the Shannon entropy of the normalised eigenvalues. */
  readonly softRank: number;
  /** Participation ratio (Σλ)²/Σλ². */
  readonly hardRank: number;
  /** Gini coefficient of the eigenvalues (eigenvalue early enrichment). */
  readonly concentration: number;
  /** Largest eigenvalue over their sum. */
  readonly topShare: number;
  readonly softUtilisation: number;
  readonly hardUtilisation: number;
  readonly normalisation: UtilisationNormalisation;
  /** Harmonic mean of the two utilisations. */
  readonly sui: number;
  /** 1 + (D − 1)·SUI. */
  readonly effectiveDimension: number;
  /** Σλ / λmax. */
  readonly stableRank: number;
  /** Square root of the largest eigenvalue: of a weight matrix its spectral norm. */
  readonly spectralNorm: number;
}

/** A power law fitted to the upper tail of eigenvalues, density ~ λ^−alpha above xmin. */
export interface TailFit {
  readonly alpha: number;
  readonly xmin: number;
  readonly ksDistance: number;
  /** Eigenvalues at or above xmin. */
  readonly n: number;
  /** Standard error of alpha. */
  readonly sigma: number;
}

/** The spectrum of one layer, as the command line and the panels show it. */
export interface LayerSpectrum extends SpectrumMeasures {
  /** Of a weight matrix: exp of the entropy of its normalised singular values, not of their squares (Roy & Vetterli 2007). */
  readonly effectiveRank?: number;
  /** Name of the weight matrix, or of the FFN layer. */
  readonly name: string;
  readonly role: string;
  readonly layer: number | null;
  readonly shape: readonly number[];
  /** Number of eigenvalues that there can be: the smaller side of a matrix, the hidden width of an FFN. */
  readonly width: number;
  readonly site: SpectrumSite;
  /** Rows over which a covariance was taken; null for weights. */
  readonly tokens: number | null;
  readonly sampling: Sampling;
  /** exact, or Lanczos quadrature with the relative error of the soft rank (one standard error). */
  readonly method: 'exact' | 'estimated';
  readonly softRankError: number;
  /** Null where the fit failed. */
  readonly tail: TailFit | null;
  /** Upper edge of the Marchenko–Pastur bulk and the number of eigenvalues above it; null where it does not apply. */
  readonly bulk: { readonly edge: number; readonly spikes: number } | null;
  /** Descending. */
  readonly eigenvalues?: Float64Array;
}
