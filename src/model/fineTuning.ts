/** Test losses of one model after fine-tuning on growing parts of a data set. */
export interface Candidate {
  readonly name: string;
  /** Training samples, ascending, above 0. */
  readonly sizes: readonly number[];
  /** Test loss at each size, above 0. */
  readonly losses: readonly number[];
  /** Test loss before any fine-tuning. */
  readonly zeroShot?: number;
  /** Number of parameters. */
  readonly parameters?: number;
  /** What its losses count in: losses per token of different tokenizers do not compare. */
  readonly tokenizer?: string;
  /** ln of the pre-learned data size in samples, with its deviation, where a tangent kernel was measured. */
  readonly transitionPrior?: { readonly logSize: number; readonly deviation: number };
}

/** How losses are extrapolated: accept-then-stop, a law fitted to each model alone, or Plateau's combination. */
export type ForecastMethod = 'ats' | 'rectified' | 'vanilla' | 'plateau';

export const forecastMethods: readonly ForecastMethod[] = ['ats', 'rectified', 'vanilla', 'plateau'];

/** Which model to fine-tune on all data, from its losses on small parts. */
export interface FineTuningForecast {
  readonly method: ForecastMethod;
  /** Samples up to which losses were used, and of all data. */
  readonly budget: number;
  readonly full: number;
  /** Best first. */
  readonly models: readonly ModelForecast[];
  /** Candidates that cannot be forecast, and why. */
  readonly omitted: readonly { readonly model: string; readonly reason: string }[];
  /** What makes the forecast doubtful, a sentence each. */
  readonly warnings: readonly string[];
  readonly advice: SamplingAdvice;
  readonly baselines: readonly SelectionBaseline[];
}

/** Where a model stands: still flat, bending, or falling as a power of the data. */
export type FineTuningPhase = 'pre-power' | 'transition' | 'power';

export interface ModelForecast {
  readonly model: string;
  /** Loss at the full size with its 95 % interval. */
  readonly prediction: number;
  readonly low: number;
  readonly high: number;
  readonly phase: FineTuningPhase;
  readonly transition: Transition;
  /** From 1. */
  readonly rank: number;
  readonly probabilityBest: number;
  /** Measured sizes up to the budget. */
  readonly measured: readonly { readonly size: number; readonly loss: number }[];
  /** From the largest measured size to the full one, with 95 % intervals. */
  readonly path: readonly ForecastPoint[];
  /** Samples trained on so far. */
  readonly samples: number;
  readonly parameters?: number;
}

export interface ForecastPoint {
  readonly size: number;
  readonly loss: number;
  readonly low: number;
  readonly high: number;
}

/** Size in samples at which D^β = D_l, with its 90 % interval. */
export interface Transition {
  readonly size: number;
  readonly low: number;
  readonly high: number;
  /** Whether the largest measured size is more likely than not beyond it, and how likely that is. */
  readonly passed: boolean;
  readonly probabilityPassed: number;
}

/** What to train next, or that nothing more needs to be. */
export interface SamplingAdvice {
  readonly decided: boolean;
  readonly sentence: string;
  /** Undefined once decided, or when all contenders were trained on the full data. */
  readonly next?: { readonly model: string; readonly size: number; readonly cost: number };
  /** Share of the loss that choosing the best now is expected to give away. */
  readonly regret: number;
  /** Models that may still be the best. */
  readonly contenders: readonly string[];
  /** Models that can no longer win, with a chance below 1 %. */
  readonly eliminated: readonly string[];
}

/** A way to choose a model, what it would choose, and what it costs. */
export interface SelectionBaseline {
  readonly name: 'forecast' | 'zero-shot' | 'model size' | 'sub-tuning' | 'full tuning';
  readonly picked: string;
  /** Samples trained on, over all models. */
  readonly samples: number;
  /** 6·N·samples over all models, FLOPs per token of a sample; undefined without parameters. */
  readonly flops?: number;
  /** Loss of the pick at full size: measured where it was, else predicted. */
  readonly loss: number;
  /** Whether no other way is at once as cheap and as good, and better in one. */
  readonly pareto: boolean;
}

/** Accuracy against the measured losses at full size; correlation and relative accuracy in percent. */
export interface ForecastEvaluation {
  readonly PearCorr: number;
  readonly RelAcc: number;
  readonly RMSE: number;
  /** Share of the true losses inside of their 95 % intervals, in percent. */
  readonly coverage: number;
  /** Relative accuracy of what every other way to choose picks, in percent. */
  readonly baselines: readonly { readonly name: SelectionBaseline['name']; readonly RelAcc: number }[];
  readonly models: number;
}
