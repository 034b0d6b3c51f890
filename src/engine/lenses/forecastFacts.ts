import { isSameModel, modelKeys, sampleKeys } from '../../analyzers/fineTuning/fineTuningRuns';
import { readConfig } from '../../formats/configs/readConfig';
import type { ConfigEntry } from '../../model/config';
import type { ModelForecast } from '../../model/fineTuning';
import type { ForecastReport } from '../../model/forecastReport';
import { formatNumber, formatPercent, formatStep } from '../../model/format';
import { lossText } from '../../model/lossText';
import { say } from '../../model/say';
import type { LensFact } from '../protocol';

/** What forecasts say about the lines of a configuration: of the model that it fine-tunes, and of its number of samples. */
export function forecastLenses(path: string, text: string, reports: readonly ForecastReport[]): readonly LensFact[] {
  const entries = reports.length > 0 ? readConfig(path, text)?.entries ?? [] : [];
  return entries.flatMap((entry) => factsOfEntry(entry, entries, reports).slice(0, factsPerLine).map((fact) => ({ line: entry.line, run: '', panel: 'forecast' as const, ...fact })));
}

type Fact = Required<Pick<LensFact, 'subject' | 'text'>>;

const factsPerLine = 2;

function factsOfEntry(entry: ConfigEntry, entries: readonly ConfigEntry[], reports: readonly ForecastReport[]): readonly Fact[] {
  const name = lastPart(entry);
  if (modelKeys.includes(name)) return factsOn(entry, reports, modelText);
  if (!sampleKeys.includes(name)) return [];
  const model = entries.find((other) => modelKeys.includes(lastPart(other)));
  const size = Number(entry.value);
  return model && size > 0 ? factsOn(model, reports, (found, all) => samplesText(found, all, size)) : [];
}

type Telling = (found: ModelForecast, forecast: NonNullable<ForecastReport['forecast']>) => string;

function factsOn({ value }: ConfigEntry, reports: readonly ForecastReport[], tell: Telling): readonly Fact[] {
  return reports.flatMap(({ subject, forecast }) => {
    const found = forecast?.models.find(({ model }) => isSameModel(String(value), model));
    return forecast && found ? [{ subject: subject.id, text: tell(found, forecast) }] : [];
  });
}

function modelText({ prediction, low, high, rank, probabilityBest }: ModelForecast, { models }: { readonly models: readonly ModelForecast[] }): string {
  return say`forecast at full data: ${lossText({ prediction, low, high })}, rank ${rank} of ${models.length}, ${formatPercent(probabilityBest)} chance of being best · compare`;
}

function samplesText({ model, measured, prediction, low, high }: ModelForecast, { full, advice }: NonNullable<ForecastReport['forecast']>, size: number): string {
  const here = measured.find((one) => one.size === size);
  const next = advice.next?.model === model ? say`; next ${formatStep(advice.next.size)}` : '';
  return say`${here ? say`loss ${formatNumber(here.loss)} here, ` : ''}forecast ${lossText({ prediction, low, high })} at ${formatStep(full)} samples${next} · show`;
}

function lastPart({ key }: ConfigEntry): string {
  return key.slice(key.lastIndexOf('.') + 1).replace(/-/g, '_').toLowerCase();
}
