import type { FineTuningForecast, ForecastEvaluation, ForecastMethod } from './fineTuning';

/** Where losses of models at several data sizes come from: a table, or the runs of the workspace on one data set. */
export interface ForecastSubject {
  /** Path of the table, or `runs:` with the name of the data set. */
  readonly id: string;
  /** For people: the path within its folder, or the data set. */
  readonly name: string;
  readonly origin: 'table' | 'runs';
  readonly models: number;
  /** Samples at which any model was measured, ascending, without 0. */
  readonly sizes: readonly number[];
}

/** What is asked of a subject; null is left to Plateau. */
export interface ForecastRequest {
  readonly subject: string;
  readonly method: ForecastMethod | null;
  readonly budget: number | null;
  readonly full: number | null;
}

export interface ForecastReport {
  readonly subject: ForecastSubject;
  readonly question: { readonly method: ForecastMethod; readonly budget: number; readonly full: number };
  readonly forecast: FineTuningForecast | null;
  /** Why there is no forecast. */
  readonly problem: string | null;
  /** Losses above the budget, which the forecast has not looked at. */
  readonly later: readonly { readonly model: string; readonly size: number; readonly loss: number }[];
  /** How good the forecast is where all models were measured at the full size. */
  readonly evaluation: ForecastEvaluation | null;
}
