import type { FineTuningForecast, ModelForecast } from '../../model/fineTuning';
import type { Finding } from '../../model/finding';
import type { ForecastReport } from '../../model/forecastReport';
import { formatStep } from '../../model/format';
import { lossText } from '../../model/lossText';
import { lastStep, type Run } from '../../model/run';
import { say } from '../../model/say';
import { baseModelOf, isSameModel, type Training } from './fineTuningRuns';

/**
 * Candidates that can no longer win, each said of the run that trains it: of the runs behind the losses the one on most data, of a table's
 * models every run that fine-tunes one of them.
 */
export function fineTuningFindings({ forecast }: ForecastReport, trainings: readonly Training[], runs: readonly Run[]): readonly Finding[] {
  if (!forecast) return [];
  const beaten = forecast.models.filter(({ model }) => forecast.advice.eliminated.includes(model));
  return beaten.flatMap((one) => runsOf(one.model, trainings, runs).map((run) => findingOf(run, one, forecast)));
}

function runsOf(model: string, trainings: readonly Training[], runs: readonly Run[]): readonly Run[] {
  const own = trainings.filter((one) => one.model === model);
  if (own.length > 0) {
    const largest = own.reduce((most, one) => (one.size > most.size ? one : most));
    return runs.filter(({ id }) => id === largest.run);
  }
  return trainings.length > 0 ? [] : runs.filter((run) => isSameModel(baseModelOf(run) ?? '', model));
}

function findingOf(run: Run, one: ModelForecast, { models, full, advice }: FineTuningForecast): Finding {
  const [best] = models;
  const next = advice.next ? say`train ${advice.next.model} on ${formatStep(advice.next.size)} samples next` : say`fine-tune ${best.model} on all data`;
  return {
    rule: 'cannot-win',
    level: run.status === 'active' ? 'warning' : 'note',
    run: run.id,
    since: lastStep(run),
    headline: say`${one.model} can no longer win: forecast ${lossText(one)} at ${formatStep(full)} samples, rank ${one.rank} of ${models.length}.`,
    evidence: [
      { label: say`Forecast loss`, value: one.prediction, low: one.low, high: one.high, reference: best.prediction },
      { label: say`Probability of being best`, value: one.probabilityBest, reference: best.probabilityBest },
      { label: say`Best candidate`, value: best.model },
      { label: say`Measured sizes`, value: one.measured.length },
    ],
    advice: [{ text: say`Spend nothing more on it: ${next}.` }],
  };
}
