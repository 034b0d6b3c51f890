import type { LayerSpectrum, Sampling, SpectrumSite, UtilisationNormalisation } from './spectrum';

/** Measures whose history a panel can show; utilisations and effective dimension follow the chosen normalisation. */
export type HistoryMeasure =
  | 'hardRank' | 'softRank' | 'hardUtilisation' | 'softUtilisation' | 'sui' | 'effectiveDimension'
  | 'concentration' | 'topShare' | 'effectiveRank' | 'stableRank' | 'spectralNorm' | 'tailAlpha' | 'jsDivergence';

/** What the spectra of a run say: layers × steps. */
export interface SpectralReport {
  readonly run: string;
  readonly normalisation: UtilisationNormalisation;
  /** One for each layer and site, in the order of the model. */
  readonly layers: readonly LayerHistory[];
  /** FFNs that use more or less of their width than the others do, after enough records to tell. */
  readonly candidates?: readonly WidthCandidate[];
}

/** An FFN that would use more width, or that does not use the width it has. */
export interface WidthCandidate {
  readonly layer: string;
  readonly candidate: 'widen' | 'prune';
  readonly width: number;
  readonly effectiveDimension: number;
  /** Width that would do; null for layers to be widened. */
  readonly suggestedWidth: number | null;
  /** Parameters of the up and the down projection that the suggested width saves; null where the hidden size is not known. */
  readonly savedParameters: number | null;
}

export interface LayerHistory {
  /** Name of the layer or of the weight matrix; "7" for the FFN of block 7. */
  readonly layer: string;
  readonly site: SpectrumSite;
  /** Number of eigenvalues that there can be. */
  readonly width: number;
  /** Rows behind the latest covariance; null for weights. */
  readonly tokens: number | null;
  /** Of the latest record. */
  readonly sampling: Sampling;
  /** Increasing; every column has one value a step, NaN where the record does not tell. */
  readonly steps: Float64Array;
  readonly measures: Readonly<Record<HistoryMeasure, Float64Array>>;
  /** Where it is heading; null while there are too few records, or only under-sampled ones. */
  readonly trend: CollapseTrend | null;
}

export interface CollapseTrend {
  readonly state: 'healthy' | 'falling' | 'collapsed';
  /** Hard utilisation below which the layer counts as collapsed. */
  readonly floor: number;
  /** Step at which the fall began, and the loss there; null while healthy. */
  readonly onset: number | null;
  readonly lossAtOnset: number | null;
  /** Step at which the fall is projected to reach the floor, with its 95 % interval. */
  readonly crossing: { readonly step: number; readonly low: number; readonly high: number } | null;
  /** The fitted course of the hard utilisation, on to the crossing where one is projected. */
  readonly fit: { readonly steps: Float64Array; readonly values: Float64Array };
}

/** ln rank = intercept + beta·ln width, by least squares, with the t-interval of the slope. */
export interface WidthLaw {
  readonly beta: number;
  readonly low: number;
  readonly high: number;
  readonly rSquared: number;
  readonly intercept: number;
  /** Number of widths. */
  readonly n: number;
  /** False when the interval contains 0 or R² is below one half: then the exponent says nothing. */
  readonly supported: boolean;
}

/** How ranks grow with the width of the FFN, over the runs of a sweep. */
export interface WidthReport {
  readonly groups: readonly WidthGroup[];
  /** Sentences: rows that are the same to the last bit in different runs, widths that occur once too seldom. */
  readonly troubles: readonly string[];
}

export interface WidthGroup {
  /** What its runs share: optimizer, site. */
  readonly name: string;
  readonly site: SpectrumSite;
  /** By width, ascending. */
  readonly points: readonly WidthPoint[];
  /** Null with fewer than three widths. */
  readonly soft: WidthLaw | null;
  readonly hard: WidthLaw | null;
  /** β_soft − β_hard; null unless both exist. */
  readonly asymmetry: number | null;
  /** Width beyond which another unit of width buys little effective dimension; null when all of them pay. */
  readonly paysUpTo: number | null;
  readonly advice: readonly string[];
  /** Layers that still gain with the width at the widest run, and layers that do not; absent where the layers are not told apart. */
  readonly candidates?: readonly WidthCandidate[];
}

/** Ranks at one width: a run of a sweep, or a row of a table about one. */
export interface WidthRow {
  /** What the runs of a law share: optimizer, model, normalisation, bucket of tokens. */
  readonly group: string;
  readonly site: SpectrumSite;
  readonly width: number;
  /** NaN where the row does not tell. */
  readonly softRank: number;
  readonly hardRank: number;
  /** Id or name of the run. */
  readonly run: string;
}

export interface WidthPoint {
  readonly width: number;
  readonly softRank: number;
  readonly hardRank: number;
  readonly effectiveDimension: number;
  /** Effective dimension gained for each unit of width since the next narrower one; NaN for the narrowest. */
  readonly marginalDimension: number;
  /** Ids or names of the runs behind it. */
  readonly runs: readonly string[];
}

/** The spectra of the weights of one checkpoint. */
export interface WeightSpectra {
  readonly path: string;
  readonly step: number | null;
  readonly layers: readonly LayerSpectrum[];
  /** One sentence for each matrix that has no spectrum, and why. */
  readonly troubles: readonly string[];
}
