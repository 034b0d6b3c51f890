import type { ForecastReport, ForecastRequest, ForecastSubject } from '../../model/forecastReport';
import type { Refusal } from './refusal';

/** What the editor asks of the engine about which model to fine-tune. */
export type ForecastApi = {
  /** The tables and groups of runs from which a forecast can be made. */
  forecastSubjects(request: null): ForecastSubjects;
  forecastReport(request: ForecastRequest): ForecastReport | Refusal;
};

export interface ForecastSubjects {
  /** Those with most models first. */
  readonly subjects: readonly ForecastSubject[];
  /** Why something that looks like one cannot be used, a sentence each. */
  readonly troubles: readonly string[];
}
