import type { ScheduleKind } from './plan';

export type Resource = 'steps' | 'tokens' | 'flops' | 'hours' | 'gpuHours' | 'money' | 'energy';

/** What the rule says at a check. `unsure`: too little data; `continue`: worth its cost; the others as named. */
export type Decision = 'unsure' | 'continue' | 'wait' | 'decay' | 'stop';

/** One evaluation of the marginal-return rule, using only what was logged up to `step`. */
export interface MarginalReturnCheck {
  readonly step: number;
  /** Expected gain in performance per unit of the rule's budget, with the ends of its 95 % interval. */
  readonly marginalReturn: number;
  readonly low: number;
  readonly high: number;
  /** P(marginal return < threshold), 0 to 1. */
  readonly probabilityBelow: number;
  readonly decision: Decision;
}

export interface ForecastBand {
  readonly steps: Float64Array;
  readonly median: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface ExpectedGain {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the marginal return says of a run in short: enough for one sentence. */
export interface MarginalReturnOutlook {
  /** Metric that measures performance, and its name in the log. */
  readonly metric: string;
  readonly original: string;
  readonly decision: Decision;
  readonly best: { readonly step: number; readonly value: number } | undefined;
  /** Ends of the 95 % interval of the performance at the end of the budget; undefined when nothing of it is left. */
  readonly end: { readonly low: number; readonly high: number } | undefined;
  /** Evaluations needed for an interval and evaluations that exist. */
  readonly needed: number;
  readonly available: number;
}

/** Everything a panel shows about the marginal return of one run. */
export interface MarginalReturnReport extends MarginalReturnOutlook {
  readonly lowerIsBetter: boolean;
  readonly resource: Resource;
  /** Units of the resource per step, so that steps convert; NaN when the log does not tell. */
  readonly resourcePerStep: number;
  readonly threshold: number;
  /** What a threshold of 1 means, in words: "nats per planned budget". */
  readonly thresholdUnit: string;
  /** First step since which the decision has held without a break; NaN while unsure. */
  readonly since: number;
  readonly checks: readonly MarginalReturnCheck[];
  /** Name of the law behind the forecast, its parameters, and its root-mean-square error on the points it saw. */
  readonly law: { readonly name: 'multi-power' | 'power' | 'none'; readonly parameters: Readonly<Record<string, number>>; readonly rmse: number };
  readonly schedule: ScheduleKind | 'unknown';
  readonly plannedSteps: number | undefined;
  /** What was fitted on the past and what is forecast for the rest of the plan. */
  readonly forecast: ForecastBand | undefined;
  /** What the remaining budget is expected to buy. */
  readonly remaining: ExpectedGain | undefined;
  /** What starting the decay now is expected to buy, where that is the question. */
  readonly decayNow: ExpectedGain | undefined;
}

/** What a stopping rule would have done on a run, judged by what the run did afterwards. */
export interface StopperOutcome {
  readonly name: string;
  /** Step at which it stops; null when it lets the run go to its end. */
  readonly step: number | null;
  /** Share of the budget not spent: 1 − step/end. */
  readonly saved: number;
  /** Best value kept at the stop minus the best value of the whole curve, ≥ 0. */
  readonly regret: number;
}
