import type { GradientScale, GradientSource, ModuleGradient } from './gradient';

/**
 * Which submodules of a model carry its gradient, as one file that can be released, compared and blended (Capability-Per-Resource).
 * docs/blueprint.md describes it for people, media/schemas/blueprint.schema.json for editors.
 */
export interface Blueprint {
  readonly schemaVersion: typeof blueprintVersion;
  readonly model: {
    readonly name: string | null;
    readonly revision: string | null;
    /** Number of values in all submodules; null where that of one is unknown. */
    readonly parameters: number | null;
  };
  readonly task: string | null;
  readonly batches: number | null;
  readonly loss: string | null;
  readonly norm: 'l2';
  readonly source: GradientSource;
  readonly scale: GradientScale;
  /** The most influential first. */
  readonly submodules: readonly Submodule[];
  readonly rankFit: RankFit | null;
  readonly recommendation: Recommendation | null;
  readonly notes: readonly string[];
}

export const blueprintVersion = 1;

export interface Submodule extends ModuleGradient {
  /** gradNormMean over the square root of the number of parameters. */
  readonly gradNormPerSqrtParam: number | null;
  /** gradNormMean² over the sum of all: the part of a step's first-order gain that it would keep alone. */
  readonly energyShare: number;
}

/** Norm of rank r ≈ C·r^−exponent, fitted by least squares to ln(r − 1/2). */
export interface RankFit {
  /** Rank exponent a: density exponent α = 1 + 1/a. */
  readonly exponent: number;
  readonly C: number;
  readonly R2: number;
  readonly n: number;
  /** 95 % interval of the exponent (Gabaix & Ibragimov 2011: standard error a·√(2/n)). */
  readonly interval: readonly [number, number];
}

/** How much of the model to update: gain k^gamma of full tuning at cost fixed + perFraction·k. */
export interface Recommendation {
  /** Share of the parameters (of the submodules, where their sizes are unknown), 0 to 1; 1 where full tuning wins. */
  readonly kStar: number;
  readonly gamma: number;
  readonly gammaInterval: readonly [number, number];
  /** Root mean square and largest distance of the measured cumulative share from k^gamma. */
  readonly misfit: { readonly rms: number; readonly largest: number };
  readonly cost: UpdateCost;
  /** Gain per cost at kStar over that of full tuning. */
  readonly gain: number;
  readonly gainInterval: readonly [number, number];
  readonly fullTuningWins: boolean;
  /** The best point of the measured cumulative share itself, which follows no law. */
  readonly measured: { readonly kStar: number; readonly gain: number };
  readonly sentence: string;
  /** Names, in the order of influence per parameter, up to kStar. */
  readonly topSubmodules: readonly string[];
}

export interface UpdateCost {
  /** Cost that updating nothing would have too: passes over the model. */
  readonly fixed: number;
  /** Cost of updating everything beyond that. */
  readonly perFraction: number;
}
