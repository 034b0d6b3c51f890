import type { RankFit, Recommendation, Submodule } from './blueprint';
import type { GradientScale, GradientSource } from './gradient';
import type { TailGoodness, TailLawName, TailReport } from './tail';
import type { RunState } from './verdict';

/** Everything that is known of the gradients of a run. */
export interface GradientReport {
  readonly run: string;
  readonly verdict: GradientVerdict;
  /** What the figures rest on and how far that is to be trusted, the most important first. */
  readonly basis: readonly string[];
  /** Null where only the norm of all gradients together is known. */
  readonly influence: InfluenceReport | null;
  readonly tails: readonly GradientTail[];
  /** How heavy the tails are as training goes on. */
  readonly courses: readonly ExponentCourse[];
  /** Null where no norm of all gradients is logged. */
  readonly clipping: ClippingReport | null;
  /** A checkpoint whose optimizer tells the gradients of single coordinates. */
  readonly checkpoint: string | null;
}

/** The one thing to say first. */
export interface GradientVerdict {
  readonly state: RunState;
  readonly sentence: string;
  readonly advice: readonly string[];
}

/** Which modules carry the gradient. */
export interface InfluenceReport {
  readonly source: GradientSource;
  readonly scale: GradientScale;
  /** File or folder it was read from; null where it is the log of the run. */
  readonly path: string | null;
  readonly step: number | null;
  /** Batches over which norms were taken; null for a running mean. */
  readonly batches: number | null;
  /** Values in all modules; null where that of one is unknown. */
  readonly parameters: number | null;
  /** The largest norm first. */
  readonly modules: readonly ModuleInfluence[];
  readonly rankFit: RankFit | null;
  /** What the fit of the ranks says, in one sentence. */
  readonly rankSentence: string;
  readonly share: ShareCurve | null;
  readonly recommendation: Recommendation | null;
}

export type GradientTrouble = 'vanished' | 'exploding' | 'silent rows';

export interface ModuleInfluence extends Submodule {
  readonly trouble: GradientTrouble | null;
  /** What that trouble is, in one sentence. */
  readonly why: string | null;
}

/** The share of the gradient energy that the first k of the parameters carry, the most energetic per parameter first. Columns of one length. */
export interface ShareCurve {
  readonly k: Float64Array;
  readonly share: Float64Array;
  /** Name of the module that each point adds. */
  readonly names: readonly string[];
  /** What k counts: parameters, modules where their sizes are unknown, or samples. */
  readonly of: 'parameters' | 'modules' | 'samples';
}

export type TailOver = 'modules' | 'steps' | 'coordinates' | 'samples';

/** The tail of one set of gradient values. */
export interface GradientTail {
  readonly over: TailOver;
  /** What was looked at, for people. */
  readonly label: string;
  /** The verdict without the caveats, which stand in the report. */
  readonly sentence: string;
  readonly report: TailReport;
  readonly curve: TailCurve;
}

/** P(X ≥ x) of some values and of the laws fitted to their tail. */
export interface TailCurve {
  readonly x: Float64Array;
  readonly ccdf: Float64Array;
  /** From xmin on, scaled to the share of the values that lie there; none where nothing could be fitted. */
  readonly laws: readonly TailLawCurve[];
}

export interface TailLawCurve {
  readonly name: TailLawName;
  readonly x: Float64Array;
  readonly ccdf: Float64Array;
}

/**
 * Rank exponents a = 1/(α − 1) over the steps, larger for heavier tails: of the norms of the modules at each record, or of the norm of all
 * within windows of steps. Columns of one length; low and high are 95 % intervals of each.
 */
export interface ExponentCourse {
  readonly over: 'modules' | 'steps';
  readonly steps: Float64Array;
  readonly exponent: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Whether it grows; unknown where there is too little to tell. */
  readonly trend: 'heavier' | 'lighter' | 'steady' | 'unknown';
  readonly sentence: string;
}

/** How the clip of the gradient norm works. */
export interface ClippingReport {
  /** Threshold of the norm; null where none is known. */
  readonly threshold: number | null;
  /** Finite norms that are looked at. */
  readonly norms: number;
  /** Share of them above the threshold, with its 95 % interval over as many independent norms as there are; null without a threshold. */
  readonly active: { readonly share: number; readonly low: number; readonly high: number } | null;
  /** The norms are logged after clipping, so that those above the threshold are not seen. */
  readonly afterClipping: boolean;
  /** Norms that one half, 9 of 10 and 99 of 100 do not exceed. */
  readonly quantiles: { readonly median: number; readonly p90: number; readonly p99: number };
  readonly sentence: string;
  readonly advice: string | null;
}

/** Which samples carry the gradient, or the loss where that is all that is known. */
export interface SampleReport {
  readonly path: string;
  readonly measure: 'gradient norm' | 'loss';
  readonly samples: number;
  readonly tail: GradientTail;
  /** Share q of the samples, the most influential first, against the share of the influence that they hold. */
  readonly share: ShareCurve;
  /** Null where there are too few; `sentence` then says so. */
  readonly selection: SampleChoice | null;
  readonly sentence: string;
  readonly joint: JointSelection | null;
}

export interface SampleChoice {
  /** Share of the samples that gives most gain per cost; 1 where all data win. */
  readonly qStar: number;
  readonly delta: number;
  /** Largest distance of the measured share from q^delta. */
  readonly misfit: number;
  readonly gain: number;
  /** The most influential first. */
  readonly keep: readonly (string | number)[];
}

/** Modules and samples chosen together. */
export interface JointSelection {
  /** Share of the parameters (of the modules, where their sizes are unknown) and of the samples. */
  readonly k: number;
  readonly q: number;
  readonly gamma: number;
  readonly delta: number;
  /** Gain per cost over that of all modules and all samples, if the two choices were independent: the product of both gains. */
  readonly independentGain: number;
  /** The same with the influence that the chosen rows and columns really hold. */
  readonly measuredGain: number;
  readonly modules: readonly string[];
  readonly samples: readonly (string | number)[];
  readonly assumptions: readonly string[];
}

/** What takes long about gradients. */
export type GradientTask = 'optimizer state' | 'coordinates' | 'goodness';

/** How far a task about the gradients of a run is. */
export interface GradientProgress {
  readonly run: string;
  readonly task: GradientTask;
  /** 0 to 1. */
  readonly fraction: number;
  /** What the bootstrap has found so far. */
  readonly goodness?: TailGoodness;
}
