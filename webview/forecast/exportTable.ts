import type { FineTuningForecast } from '../../src/model/fineTuning';
import { csvTable } from '../components/csvTable';

/** The ranking as CSV: one row per model. */
export function exportTable({ models, full }: FineTuningForecast): string {
  const header = ['rank', 'model', `loss_at_${full}`, 'low', 'high', 'probability_best', 'phase', 'transition', 'transition_low', 'transition_high', 'samples', 'parameters'];
  const rows = models.map(({ rank, model, prediction, low, high, probabilityBest, phase, transition, samples, parameters }) =>
    [rank, model, prediction, low, high, probabilityBest, phase, transition.size, transition.low, transition.high, samples, parameters ?? '']);
  return csvTable([header, ...rows]);
}
