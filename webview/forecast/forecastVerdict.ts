import type { FineTuningForecast, ModelForecast } from '../../src/model/fineTuning';
import type { ForecastReport } from '../../src/model/forecastReport';
import { formatCount, formatPercent, formatStep } from '../../src/model/format';
import { lossText } from '../../src/model/lossText';
import type { RunState } from '../../src/model/verdict';
import { t } from '../components/translate';
import { flopsText, trainingFlops } from './forecastView';

export interface ForecastVerdict {
  /** State whose drawing stands beside the sentence. */
  readonly state: RunState;
  readonly sentence: string;
}

/** What to fine-tune next, in one or two sentences. */
export function forecastVerdict({ forecast, problem }: ForecastReport): ForecastVerdict {
  if (!forecast) return { state: 'unsure', sentence: problem ?? '' };
  const [best] = forecast.models;
  if (forecast.models.length === 1) return { state: 'unsure', sentence: t('{0} should reach {1} at {2} samples.', best.model, lossText(best), formatStep(forecast.full)) };
  return forecast.advice.decided ? { state: 'finished', sentence: joined(clear(forecast, best), beaten(forecast)) } : { state: 'wait', sentence: joined(open(forecast, best), beaten(forecast), next(forecast)) };
}

function clear({ full, advice: { contenders, regret } }: FineTuningForecast, best: ModelForecast): string {
  const chance = t('Fine-tune {0}: {1} at {2} samples, probability of being best {3}.', best.model, lossText(best), formatStep(full), formatPercent(best.probabilityBest));
  const isClose = contenders.length > 1 && best.probabilityBest < 0.95;
  return isClose ? joined(chance, t('Choosing wrongly is expected to cost {0} of the loss, no more than another seed does.', formatPercent(regret))) : chance;
}

function open({ full }: FineTuningForecast, best: ModelForecast): string {
  return t('Not clear yet: {0} leads with {1} at {2} samples, probability of being best {3}.', best.model, lossText(best), formatStep(full), formatPercent(best.probabilityBest));
}

function beaten({ models, advice: { eliminated } }: FineTuningForecast): string {
  return eliminated.length === 0 ? t('None of {0} is out of the race.', models.length) : t('{0} of {1} can no longer win.', eliminated.length, models.length);
}

function next({ models, advice }: FineTuningForecast): string {
  if (!advice.next) return '';
  const { model, size } = advice.next;
  const flops = trainingFlops(models.find((one) => one.model === model) ?? {}, size);
  const cost = flops > 0 ? t(' ({0} FLOPs for each token of a sample)', flopsText(flops)) : '';
  return t('Next, fine-tune {0} on {1}{2}.', model, formatCount(size, t('sample'), t('samples')), cost);
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((one) => one !== '').join(' ');
}
