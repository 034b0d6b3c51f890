import type { ForecastSubjects } from '../../src/engine/protocol';
import type { FineTuningForecast, FineTuningPhase, ForecastMethod, ModelForecast, SelectionBaseline } from '../../src/model/fineTuning';
import type { ForecastReport } from '../../src/model/forecastReport';
import { tickText } from '../charts/tickText';
import type { PageSection } from '../components/page';
import { t } from '../components/translate';

/** Everything the forecast panel shows at one moment. */
export interface ForecastView {
  readonly subjects: ForecastSubjects['subjects'];
  readonly troubles: readonly string[];
  readonly report: ForecastReport;
  /** Model whose forecast stands out; null where there is none. */
  readonly chosen: string | null;
}

/** A part of the panel. */
export type Section = PageSection<ForecastView>;

/** The model that stands out: the chosen one, else the best. */
export function chosenModel({ report: { forecast }, chosen }: ForecastView): ModelForecast | undefined {
  return forecast?.models.find(({ model }) => model === chosen) ?? forecast?.models[0];
}

/** FLOPs for each token of a sample that training a model on some samples takes: 6 per parameter. */
export function trainingFlops({ parameters }: Pick<ModelForecast, 'parameters'>, samples: number): number {
  return 6 * (parameters ?? NaN) * samples;
}

/** A model without the organisation that published it, where that leaves it told from all others. */
export function shortModel(model: string, { models }: Pick<FineTuningForecast, 'models'>): string {
  const short = lastName(model);
  return models.filter((other) => lastName(other.model) === short).length > 1 ? model : short;
}

/** A count of operations, which only its magnitude tells: 8.7e14. */
export function flopsText(flops: number): string {
  if (flops === 0) return '0';
  return flops > 0 ? flops.toExponential(1).replace('e+', 'e') : '–';
}

/** Samples that are only estimated, short: 280k. */
export function roughSamples(samples: number): string {
  return tickText(samples, 10 ** Math.floor(Math.log10(samples) - 1));
}

export function methodTitle(method: ForecastMethod): string {
  switch (method) {
    case 'plateau': return t('Plateau: both combined');
    case 'ats': return t('Accept-then-stop');
    case 'rectified': return t('Rectified law');
    case 'vanilla': return t('Vanilla law');
  }
}

export function phaseTitle(phase: FineTuningPhase): string {
  switch (phase) {
    case 'pre-power': return t('pre-power');
    case 'transition': return t('transition');
    case 'power': return t('power');
  }
}

export function baselineTitle(name: SelectionBaseline['name']): string {
  switch (name) {
    case 'forecast': return t('this forecast');
    case 'zero-shot': return t('zero-shot loss');
    case 'model size': return t('model size');
    case 'sub-tuning': return t('sub-tuning');
    case 'full tuning': return t('full tuning');
  }
}

function lastName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1) || model;
}
