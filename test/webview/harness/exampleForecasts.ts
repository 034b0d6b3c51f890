import { fineTuningCandidates } from '../../../src/analyzers/fineTuning/fineTuningCandidates';
import { fineTuningReport } from '../../../src/analyzers/fineTuning/fineTuningReport';
import { largestNamed, likelySizes, measuredSizes } from '../../../src/analyzers/fineTuning/fineTuningSizes';
import type { ForecastSubjects, Refusal } from '../../../src/engine/protocol';
import { delimitedTable } from '../../../src/formats/tables/delimitedTable';
import type { Candidate } from '../../../src/model/fineTuning';
import type { ForecastReport, ForecastRequest } from '../../../src/model/forecastReport';
import type { Table } from '../../../src/model/table';
import flan from '../../fixtures/fine-tuning/flan.csv';
import wmt19 from '../../fixtures/fine-tuning/wmt19.csv';

/** A part of a published table of losses by data size. */
export interface ForecastForm {
  readonly table: 'flan' | 'wmt19';
  /** The first so many models; all when absent. */
  readonly models?: number;
  /** Largest size that is measured; the largest of the table is named either way. */
  readonly upTo?: number;
  readonly origin?: 'table' | 'runs';
  readonly withoutParameters?: boolean;
}

const texts = { flan, wmt19 };

export function exampleSubjects(forms: readonly ForecastForm[]): ForecastSubjects {
  return { subjects: forms.map((form) => subjectOf(form, candidatesOf(form))), troubles: [] };
}

/** The report that the engine would work out. */
export function exampleForecast(forms: readonly ForecastForm[], { subject: id, method, budget, full }: ForecastRequest): ForecastReport | Refusal {
  const form = forms.find((one) => idOf(one) === id);
  if (!form) return { error: 'What the forecast was made from is gone: choose another table.' };
  const candidates = candidatesOf(form);
  const likely = likelySizes(candidates, largestNamed(tableOf(form)));
  return fineTuningReport(subjectOf(form, candidates), candidates, { method: method ?? 'plateau', budget: budget ?? likely.budget, full: full ?? likely.full });
}

function idOf({ table, origin }: ForecastForm): string {
  return origin === 'runs' ? `runs:${table}` : `/workspace/tables/${table}.csv`;
}

function subjectOf(form: ForecastForm, candidates: readonly Candidate[]) {
  return { id: idOf(form), name: form.origin === 'runs' ? form.table : `tables/${form.table}.csv`, origin: form.origin ?? 'table', models: candidates.length, sizes: measuredSizes(candidates) } as const;
}

function candidatesOf(form: ForecastForm): readonly Candidate[] {
  const found = fineTuningCandidates(tableOf(form));
  if ('error' in found) throw new Error(found.error);
  const known = found.slice(0, form.models).map(({ parameters, ...one }) => (form.withoutParameters ? one : { ...one, parameters }));
  return known.map((one) => {
    const count = one.sizes.filter((size) => size <= (form.upTo ?? Infinity)).length;
    return { ...one, sizes: one.sizes.slice(0, count), losses: one.losses.slice(0, count) };
  });
}

function tableOf({ table }: ForecastForm): Table {
  const found = delimitedTable(`${table}.csv`, texts[table]);
  if (!found) throw new Error(`${table} is no table.`);
  return found;
}
