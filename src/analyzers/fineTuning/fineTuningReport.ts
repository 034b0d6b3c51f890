import type { Candidate } from '../../model/fineTuning';
import type { ForecastReport, ForecastSubject } from '../../model/forecastReport';
import { evaluateForecast } from './fineTuningEvaluation';
import { fineTuningForecast, type ForecastQuestion } from './fineTuningForecast';

/** A forecast with what it was not told: the losses above its budget, and how well it foresaw them. */
export function fineTuningReport(subject: ForecastSubject, candidates: readonly Candidate[], question: ForecastQuestion): ForecastReport {
  const forecast = fineTuningForecast(candidates, question);
  if ('error' in forecast) return { subject, question, forecast: null, problem: forecast.error, later: [], evaluation: null };
  const evaluation = question.budget < question.full ? evaluateForecast(forecast, candidates) : undefined;
  return { subject, question, forecast, problem: null, later: laterLosses(candidates, question.budget), evaluation: evaluation && !('error' in evaluation) ? evaluation : null };
}

function laterLosses(candidates: readonly Candidate[], budget: number): ForecastReport['later'] {
  return candidates.flatMap(({ name, sizes, losses }) => sizes.flatMap((size, i) => (size > budget ? [{ model: name, size, loss: losses[i] }] : [])));
}
