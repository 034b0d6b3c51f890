import type { Candidate, FineTuningForecast, ForecastEvaluation } from '../../model/fineTuning';
import { say } from '../../model/say';
import { forecastAccuracy } from '../../numerics/forecast/forecastAccuracy';

/** How good a forecast was, by the losses measured at its full size. A sentence where they are not known of every model. */
export function evaluateForecast({ full, models, baselines }: FineTuningForecast, candidates: readonly Candidate[]): ForecastEvaluation | { readonly error: string } {
  const truth = models.map(({ model }) => lossAt(candidates.find(({ name }) => name === model), full));
  const missing = models.filter((_, j) => Number.isNaN(truth[j]));
  if (missing.length > 0) return { error: say`The table has no loss at ${full} samples for ${missing.length} of ${models.length} models (${missing[0].model}${missing.length > 1 ? ', …' : ''}): without them a forecast cannot be evaluated.` };
  if (new Set(truth).size < 2) return { error: say`The losses at ${full} samples do not differ between models, so that no choice among them can be evaluated: give at least two models.` };
  const { pearson, relative, rmse } = forecastAccuracy(models.map(({ prediction }) => prediction), truth);
  const inside = models.filter(({ low, high }, j) => low <= truth[j] && truth[j] <= high).length;
  const [best, worst] = [Math.min(...truth), Math.max(...truth)];
  const accuracyOf = (picked: string): number => (worst - truth[models.findIndex(({ model }) => model === picked)]) / (worst - best);
  return {
    PearCorr: 100 * pearson, RelAcc: 100 * relative, RMSE: rmse, coverage: (100 * inside) / models.length, models: models.length,
    baselines: baselines.map(({ name, picked }) => ({ name, RelAcc: 100 * (name === 'full tuning' ? 1 : accuracyOf(picked)) })),
  };
}

function lossAt(candidate: Candidate | undefined, size: number): number {
  return candidate?.losses[candidate.sizes.indexOf(size)] ?? NaN;
}
