import type { DatedDensity, DensityTrend } from '../../model/densityOverview';
import { say } from '../../model/say';
import type { Table } from '../../model/table';
import type { BenchmarkDensity } from './densityReport';
import { densityTrend, origin } from './densityTrend';
import { leaderboardRecords } from './leaderboardRecords';
import type { OfferedReference } from './references';
import { datedModels } from './trendReport';

/** A table and its densities on one benchmark. */
export interface MeasuredTable {
  readonly table: Table;
  readonly density: BenchmarkDensity;
}

/** The trend, and the dates of the models by table and row. */
export type OverviewTrend = DensityTrend & { readonly dates: ReadonlyMap<string, { readonly date: string; readonly day: number }> };

/** The trend of the models of all tables that have dates, with the record setters of the leaderboard where they are for the benchmark. */
export function overviewTrend(benchmark: string, { id, reference }: OfferedReference, measured: readonly MeasuredTable[], nameOf: (path: string) => string): { readonly trend: OverviewTrend | null; readonly problem: string | null } {
  const dated = measured.flatMap(({ table, density }) => datedModels(table, densitiesIn(table, density)).map((model) => ({ ...model, path: table.path })));
  const known = id === 'leaderboard' && benchmark === 'mmlu_pro' ? leaderboardRecords(reference) : [];
  const counting = once([...dated.filter(({ counts }) => counts), ...known]);
  const trend = densityTrend(counting);
  if (!trend) return { trend: null, problem: problemOf(counting.length) };
  const dates = new Map(dated.map(({ path, row, date, day }) => [`${path}#${row}`, { date, day }]));
  const tables = [...new Set(dated.map(({ path }) => nameOf(path)))];
  const source = [...tables, ...(known.length > 0 ? [say`the record setters of the Open LLM Leaderboard v2 (built in)`] : [])].join(', ');
  return { trend: { ...trend, origin, source, dates }, problem: null };
}

function densitiesIn(table: Table, { benchmark, models }: BenchmarkDensity) {
  const values = new Float64Array(table.rows).fill(NaN);
  const names = new Array<string>(table.rows).fill('');
  for (const { row, model, result } of models) {
    names[row - 1] = model;
    if (result.status === 'measured') values[row - 1] = result.density.value;
  }
  return { benchmark, values, names };
}

/** The first of each name. */
function once(models: readonly DatedDensity[]): readonly DatedDensity[] {
  const seen = new Set<string>();
  return models.filter(({ model }) => seen.size !== seen.add(model).size);
}

function problemOf(models: number): string {
  return models === 0 ? say`No table gives release dates of models with a density on this benchmark: add a column date (2024-09-15).`
    : say`A trend needs at least 3 models at different dates that are each denser than all before them; ${models === 1 ? say`there is 1 model` : say`there are ${models} models`} with a date.`;
}
