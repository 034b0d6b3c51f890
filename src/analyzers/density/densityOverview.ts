import { isDetermined, type BenchmarkSummary, type DensityCourse, type DensityOverview, type DensityQuestion, type DensityTrend, type ModelSummary, type ReferenceSummary } from '../../model/densityOverview';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { Table } from '../../model/table';
import { medianOf } from '../../numerics/medianOf';
import { benchmarkScores } from './benchmarks';
import { densityReport, type BenchmarkDensity } from './densityReport';
import { monthsAhead } from './densityTrend';
import type { ModelDensity } from './modelDensity';
import { modelsOf } from './models';
import { overviewTrend, type MeasuredTable, type OverviewTrend } from './overviewTrend';
import { offeredReferences, referenceFor, type OfferedReference } from './references';
import { withRunFacts, type RunFacts } from './runFacts';

/** What a workspace holds of models and their scores. */
export interface DensityMaterial {
  readonly tables: readonly Table[];
  readonly runs: readonly RunFacts[];
  /** A path for people: from its folder on. */
  readonly nameOf: (path: string) => string;
}

/** Densities of the models of all tables, on the benchmark that is asked for or the one that tells most. A sentence where nothing can be said. */
export function densityOverview({ tables: found, runs, nameOf }: DensityMaterial, settings: Settings, question: DensityQuestion): DensityOverview | { readonly error: string } {
  const tables = found.map((table) => withRunFacts(table, runs)).filter((table) => !('error' in benchmarkScores(table)) || table.columns.some(({ role }) => role === 'score'));
  if (tables.length === 0) return { error: say`No table of the workspace tells the scores of models on a benchmark.` };
  const offered = offeredReferences(tables).map(({ id, reference }) => ({ id, reference: { ...reference, name: id === reference.name ? id : nameOf(id) } }));
  const asked = question.reference ?? (settings['density.reference'] === 'auto' ? null : settings['density.reference']);
  const measured = tables.map((table) => measure(table, offered, asked, settings));
  const benchmarks = summaries(measured.flatMap(({ benchmarks: own }) => own), measured.flatMap(({ scored }) => scored), offered, asked);
  const benchmark = benchmarks.find((one) => one.benchmark === question.benchmark && one.reference !== null)?.benchmark ?? telling(benchmarks);
  if (benchmark === undefined) return { error: notesOf(measured, nameOf)[0] ?? say`No reference knows ${benchmarks.map((one) => one.benchmark).join(', ')}: a sweep of your own with these scores can be one.` };
  const shown = measured.flatMap(({ table, benchmarks: own }) => own.filter((one) => one.benchmark === benchmark).map((density) => ({ table, density })));
  const reference = referenceFor(benchmark, offered, asked);
  if (!reference) throw new Error(`The benchmark ${benchmark} has lost its reference.`);
  const { trend, problem } = overviewTrend(benchmark, reference, shown, nameOf);
  return {
    benchmarks, benchmark, reference: summaryOf(reference, benchmark),
    references: offered.filter((one) => one.reference.benchmarks.some((known) => known.benchmark === benchmark)).map((one) => summaryOf(one, benchmark)),
    referenceTokens: settings['density.referenceTokens'],
    models: shown.flatMap((one) => modelSummaries(one, trend, nameOf)),
    compression: measured.flatMap(({ benchmarks: own }) => own.flatMap((one) => one.compression.map((pair) => ({ ...pair, benchmark: one.benchmark })))),
    courses: shown.flatMap(coursesOf),
    trend: trend && withoutDates(trend), trendProblem: problem,
    tables: shown.map(({ table }) => nameOf(table.path)),
    notes: notesOf(measured, nameOf),
  };
}

interface Measured {
  readonly table: Table;
  readonly benchmarks: readonly BenchmarkDensity[];
  /** Benchmarks that the table has scores of. */
  readonly scored: readonly string[];
  readonly notes: readonly string[];
}

/** Each benchmark of a table against the reference that is for it. */
function measure(table: Table, offered: readonly OfferedReference[], asked: string | null, settings: Settings): Measured {
  const scores = benchmarkScores(table);
  if ('error' in scores) return { table, benchmarks: [], scored: [], notes: [scores.error] };
  const scored = scores.map(({ benchmark }) => benchmark);
  const reports = offered.flatMap(({ id, reference }) => {
    const own = reference.benchmarks.filter(({ benchmark }) => scored.includes(benchmark) && referenceFor(benchmark, offered, asked)?.id === id);
    return own.length === 0 ? [] : [densityReport(table, { ...reference, benchmarks: own }, settings)];
  });
  const found = modelsOf(table);
  const notes = 'error' in found ? [found.error] : found.notes;
  return {
    table, scored,
    benchmarks: reports.flatMap((report) => ('error' in report ? [] : report.benchmarks)),
    notes: [...new Set(reports.flatMap((report) => ('error' in report ? [report.error] : notes)))],
  };
}

function notesOf(measured: readonly Measured[], nameOf: (path: string) => string): readonly string[] {
  return measured.flatMap(({ table, notes }) => notes.map((note) => (note.includes(table.path) ? note.replace(table.path, nameOf(table.path)) : `${nameOf(table.path)}: ${note}`)));
}

function summaries(densities: readonly BenchmarkDensity[], scored: readonly string[], offered: readonly OfferedReference[], asked: string | null): readonly BenchmarkSummary[] {
  return [...new Set(scored)].map((benchmark) => {
    const models = densities.filter((one) => one.benchmark === benchmark).flatMap((one) => one.models);
    const measured = models.flatMap(({ label, result }) => (result.status === 'measured' && isDetermined(result.density) ? [{ label, density: result.density.value }] : []));
    const densest = measured.reduce<(typeof measured)[number] | null>((best, one) => (best === null || one.density > best.density ? one : best), null);
    return {
      benchmark, reference: referenceFor(benchmark, offered, asked)?.reference.name ?? null, models: models.length, measured: measured.length,
      median: measured.length === 0 ? null : medianOf(measured.map(({ density }) => density)), highest: densest?.density ?? null, densest: densest?.label ?? null,
    };
  });
}

/** The benchmark with most densities. */
function telling(benchmarks: readonly BenchmarkSummary[]): string | undefined {
  const known = benchmarks.filter(({ reference, models }) => reference !== null && models > 0);
  return known.length === 0 ? undefined : known.reduce((best, one) => (one.measured > best.measured ? one : best)).benchmark;
}

function summaryOf({ id, reference: { name, source, benchmarks } }: OfferedReference, benchmark: string): ReferenceSummary {
  return { id, name, source, rmse: benchmarks.find((one) => one.benchmark === benchmark)?.rmse ?? NaN };
}

function modelSummaries({ table, density }: MeasuredTable, trend: OverviewTrend | null, nameOf: (path: string) => string): readonly ModelSummary[] {
  const runs = table.columns.find(({ name }) => name === 'run')?.texts;
  return density.models.map((model) => {
    const key = `${table.path}#${model.row}`;
    const { result } = model;
    const dated = trend?.dates.get(key);
    return {
      ...sizesOf(model), key, table: nameOf(table.path), run: runs?.[model.row - 1] || null,
      density: result.status === 'measured' ? result.density : null,
      effectiveParameters: result.status === 'measured' ? result.effectiveParameters : null,
      outOfRange: result.status === 'measured' ? null : result.reason,
      guessing: result.status === 'out of range' && result.guessing,
      date: dated?.date ?? null,
      monthsAhead: trend && dated && result.status === 'measured' && isDetermined(result.density) ? monthsAhead(trend, { density: result.density.value, day: dated.day }) : null,
    };
  });
}

function withoutDates({ dates, ...trend }: OverviewTrend): DensityTrend {
  return trend;
}

function sizesOf({ label, model, size, tokens, comparedAt, score }: ModelDensity) {
  return { label, model, parameters: size.n, active: size.active ?? null, bits: size.bits ?? null, tokens: tokens ?? null, comparedAt, score };
}

function coursesOf({ table, density }: MeasuredTable): readonly DensityCourse[] {
  const runs = table.columns.find(({ name }) => name === 'run')?.texts;
  return density.runs.map((course) => ({ ...course, run: runs?.[(density.models.find(({ model }) => model === course.model)?.row ?? 0) - 1] || null }));
}
