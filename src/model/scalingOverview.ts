import type { Estimate } from './estimate';

/** Runs of different sizes and amounts of data that a scaling law can be fitted to. */
export interface SweepSummary {
  /** Path of a table, or `runs` with the folder of a group of runs. */
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  /** What counts as the size of a model: parameters, or the width where no run tells its parameters. */
  readonly size: 'parameters' | 'width';
  /** What counts as data: tokens, or steps where no run tells its tokens. */
  readonly data: 'tokens' | 'steps';
  /** Whether every run was read at several steps, which stand for runs that ended there. */
  readonly alongRuns: boolean;
}

export interface ScalingQuestion {
  readonly sweep: string;
  /** Null: the law that the sweep can determine. */
  readonly law: string | null;
  /** Compute that the plan is read for, as a multiple of the largest of the sweep. */
  readonly compute: number;
}

/** A law fitted to a sweep, and what it says of plans. */
export interface ScalingOverview {
  readonly sweep: SweepSummary;
  readonly law: string;
  readonly formula: string;
  readonly parameters: readonly (Estimate & { readonly name: string })[];
  readonly misfit: string;
  readonly rmse: number;
  readonly rSquared: number;
  readonly refits: number;
  /** Condition numbers: of all parameters together, and of the exponents alone. */
  readonly conditioning: { readonly direct: number; readonly projected: number } | null;
  readonly points: readonly ScalingPoint[];
  /** The fitted loss of each size over the tokens. */
  readonly curves: readonly { readonly size: number; readonly points: readonly { readonly tokens: number; readonly loss: number }[] }[];
  /** The best that each compute can buy; none where sizes are no parameters. */
  readonly frontier: readonly FrontierPoint[];
  /** The loss of models of different sizes for one compute. */
  readonly slice: ComputeSlice | null;
  /** Plans of runs as the law reads them. */
  readonly plans: readonly PlanSummary[];
  readonly influence: readonly { readonly label: string; readonly largest: number }[];
  readonly notes: readonly string[];
}

export interface ScalingPoint {
  readonly label: string;
  readonly size: number;
  readonly tokens: number;
  readonly loss: number;
  readonly fitted: number;
}

export interface FrontierPoint {
  readonly flops: number;
  readonly size: Estimate;
  readonly tokens: Estimate;
  readonly loss: Estimate;
  /** Compute over the largest in the sweep; above 1 the law is extrapolated. */
  readonly beyond: number;
}

export interface ComputeSlice {
  readonly flops: number;
  readonly best: FrontierPoint;
  readonly points: readonly { readonly size: number; readonly loss: number; readonly low: number; readonly high: number }[];
}

export interface PlanSummary {
  readonly run: string;
  readonly name: string;
  readonly size: number;
  readonly tokens: number;
  readonly flops: number;
  readonly loss: number;
  readonly best: { readonly size: number; readonly tokens: number; readonly loss: number };
  /** Share of its compute with which the best model would reach its loss. */
  readonly efficiency: number;
  /** Its size over that of the best. */
  readonly sizeRatio: number;
  /** Factor by which it lies outside of the sweep. */
  readonly beyond: number;
  /** What is left of its compute, spent on going on or on a new model. */
  readonly rest: { readonly flops: number; readonly goOn: number; readonly anew: { readonly size: number; readonly loss: number } } | null;
}
