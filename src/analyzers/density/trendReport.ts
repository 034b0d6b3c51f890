import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import { columnNames, type Table, type TableColumn } from '../../model/table';
import type { DatedDensity, TrendFit } from '../../model/densityOverview';
import { columnFor, commonColumn, nameColumn } from '../scaling/columnRoles';
import { densityReport } from './densityReport';
import { dateText, dayOf, densityTrend, monthsAhead, origin, recordSetters } from './densityTrend';
import type { DensityReference } from './densityReference';

/** How the density of the best models grows over release dates: ln ρ_max = A·t + B, t in days since 24 February 2023. */
export interface TrendReport extends TrendFit {
  readonly reference: { readonly name: string; readonly source: string } | null;
  readonly benchmark: string | null;
  readonly origin: string;
  /** Models with a density and a date. */
  readonly used: number;
  readonly excluded: readonly { readonly reason: string; readonly rows: number }[];
  /** All models, with the months by which each is ahead of the line (behind where negative). */
  readonly models: readonly (DatedDensity & { readonly monthsAhead: number })[];
}

export interface TrendQuestion {
  readonly date?: string;
  readonly benchmark?: string;
  readonly tokens?: number;
}

/** The trend of a table of models with dates and scores, or with a column of densities; a sentence about what is missing. */
export function trendReport(table: Table, reference: DensityReference, settings: Settings, question: TrendQuestion = {}): TrendReport | { readonly error: string } {
  const dates = dateColumn(table, question.date);
  if ('error' in dates) return dates;
  const densities = densitiesOf(table, reference, settings, question);
  if ('error' in densities) return densities;
  const filters = filtersOf(table, dates, densities.values, densities.names);
  const { kept, excluded } = filtered(table.rows, filters);
  const models = kept.map((i) => datedAt(i, dates, densities)).sort((a, b) => a.day - b.day);
  if (kept.length === 0) return { error: say`No model is left for a trend: ${excluded.map(({ reason, rows }) => `${rows} ${reason}`).join(', ')}.` };
  const trend = densityTrend(models);
  if (!trend) return { error: say`A trend needs at least 3 models that are each denser than all before them, at different dates; there are ${recordSetters(models).length} among ${models.length}.` };
  const { benchmark } = densities;
  return { reference: benchmark === null ? null : { name: reference.name, source: reference.source }, benchmark, origin, used: models.length, excluded, ...trend, models: models.map((model) => ({ ...model, monthsAhead: monthsAhead(trend, model) })) };
}

/** The models of a table that a trend is made from, for densities that are known; none where it has no dates. */
export function datedModels(table: Table, densities: Densities): readonly (DatedDensity & { readonly row: number; readonly counts: boolean })[] {
  const dates = dateColumn(table);
  if ('error' in dates) return [];
  const counting = new Set(filtered(table.rows, filtersOf(table, dates, densities.values, densities.names)).kept);
  const dated = Array.from(densities.values.keys()).filter((i) => dayOf(dates.texts[i]) >= 0 && densities.values[i] > 0 && densities.values[i] < Infinity);
  return dated.map((i) => ({ ...datedAt(i, dates, densities), row: i + 1, counts: counting.has(i) }));
}

function datedAt(row: number, dates: TableColumn, { names, values }: Densities): DatedDensity {
  const date = dateText(dates.texts[row]);
  return { model: names[row], date, day: dayOf(date), density: values[row] };
}

/** Below this size the trend of large models is not looked for: the protocol of the leaderboard. */
const leastParameters = 0.3e9;

export interface Densities {
  readonly benchmark: string | null;
  /** One per row; NaN where there is none. */
  readonly values: Float64Array;
  readonly names: readonly string[];
}

function densitiesOf(table: Table, reference: DensityReference, settings: Settings, { benchmark, tokens }: TrendQuestion): Densities | { readonly error: string } {
  const names = nameColumn(table)?.texts ?? Array.from({ length: table.rows }, (_, i) => `row ${i + 1}`);
  const given = commonColumn(table, 'density');
  if (given) return { benchmark: null, values: given.numbers, names };
  const report = densityReport(table, reference, settings, { benchmark: benchmark ?? reference.benchmarks[0].benchmark, tokens });
  if ('error' in report) return report;
  const values = new Float64Array(table.rows).fill(NaN);
  for (const { row, result } of report.benchmarks[0].models) if (result.status === 'measured') values[row - 1] = result.density.value;
  return { benchmark: report.benchmarks[0].benchmark, values, names };
}

interface Filter {
  readonly reason: string;
  excludes(row: number): boolean;
}

function filtersOf(table: Table, dates: TableColumn, densities: Float64Array, names: readonly string[]): readonly Filter[] {
  const [official, moe, active, sizes] = (['official', 'moe', 'active', 'n'] as const).map((role) => commonColumn(table, role));
  const says = (column: TableColumn | undefined, row: number, pattern: RegExp): boolean => column !== undefined && pattern.test(column.texts[row]);
  const seen = new Set<string>();
  return [
    { reason: say`without a date`, excludes: (i) => !Number.isFinite(dayOf(dates.texts[i])) },
    { reason: say`released before ${origin}`, excludes: (i) => dayOf(dates.texts[i]) < 0 },
    { reason: say`not by official providers`, excludes: (i) => says(official, i, /^(?:false|no|0)$/i) },
    { reason: say`mixtures of experts without their active parameters`, excludes: (i) => says(moe, i, /^(?:true|yes|1)$/i) && !(active && active.numbers[i] > 0) },
    { reason: say`of at most .3 B parameters`, excludes: (i) => sizes !== undefined && sizes.numbers[i] <= leastParameters },
    { reason: say`out of range of the reference`, excludes: (i) => !(densities[i] > 0 && densities[i] < Infinity) },
    { reason: say`named like another`, excludes: (i) => seen.size === seen.add(names[i]).size },
  ];
}

function filtered(rows: number, filters: readonly Filter[]) {
  const counts = filters.map(() => 0);
  const kept = Array.from({ length: rows }, (_, i) => i).filter((i) => {
    const first = filters.findIndex(({ excludes }) => excludes(i));
    if (first >= 0) counts[first]++;
    return first < 0;
  });
  return { kept, excluded: filters.map(({ reason }, j) => ({ reason, rows: counts[j] })).filter((one) => one.rows > 0) };
}

function dateColumn(table: Table, named?: string): TableColumn | { readonly error: string } {
  const column = columnFor(table, 'date', named);
  if (!column) return { error: say`No column of ${table.path} is known to hold release dates; name one with --date. It has ${columnNames(table)}.` };
  if ('error' in column) return column;
  return column.texts.some((text) => Number.isFinite(dayOf(text))) ? column : { error: say`The column ${column.name} has no dates: they are written as 2024-09-15.` };
}
