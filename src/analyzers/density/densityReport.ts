import type { CompressionPair } from '../../model/densityOverview';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { Table } from '../../model/table';
import { medianOf } from '../../numerics/medianOf';
import { benchmarkScores, type BenchmarkScores } from './benchmarks';
import { compressionPairs } from './compression';
import { costOf, densityOf } from './densityOf';
import type { DensityReference, ReferenceBenchmark } from './densityReference';
import type { ModelDensity } from './modelDensity';
import { modelsOf, type ModelRow } from './models';
import { densityAlongRuns, type RunDensity } from './runDensity';

/** Capability density of the models of a table, per benchmark: it depends on the benchmark. */
export interface DensityReport {
  readonly reference: { readonly name: string; readonly source: string; readonly parameters: Readonly<Record<string, number>> };
  /** Tokens D0 of the reference, where a model's own are not known or D0 was asked for. */
  readonly referenceTokens: number;
  readonly benchmarks: readonly BenchmarkDensity[];
  readonly notes: readonly string[];
}

export interface BenchmarkDensity {
  readonly benchmark: string;
  readonly column: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly rmse: number;
  /** Of the models with a density. */
  readonly median: number | null;
  readonly outOfRange: number;
  readonly models: readonly ModelDensity[];
  readonly compression: readonly CompressionPair[];
  readonly runs: readonly RunDensity[];
}

export interface DensityQuestion {
  readonly benchmark?: string;
  /** D0 for all models, instead of each model's own tokens. */
  readonly tokens?: number;
}

/** Densities of a table of models with scores, or a sentence that says what is missing. */
export function densityReport(table: Table, reference: DensityReference, settings: Settings, { benchmark, tokens }: DensityQuestion = {}): DensityReport | { readonly error: string } {
  const found = modelsOf(table);
  if ('error' in found) return found;
  const scores = benchmarkScores(table, benchmark);
  if ('error' in scores) return scores;
  const pairs = scores.flatMap((one) => {
    const of = reference.benchmarks.find((candidate) => candidate.benchmark === one.benchmark);
    return of ? [{ scores: one, of }] : [];
  });
  if (pairs.length === 0) return { error: say`The reference ${reference.name} knows ${reference.benchmarks.map((one) => one.benchmark).join(', ')}, but the table has ${scores.map((one) => one.benchmark).join(', ')}: choose another with --reference.` };
  const unknown = scores.filter((one) => !pairs.some((pair) => pair.scores === one)).map(({ column }) => column);
  const at: Comparison = { settings, tokens, dependsOnTokens: reference.dependsOnTokens };
  return {
    reference: { name: reference.name, source: reference.source, parameters: reference.parameters },
    referenceTokens: tokens ?? settings['density.referenceTokens'],
    benchmarks: pairs.map((pair) => benchmarkDensity(pair.scores, pair.of, found.models, at)),
    notes: [...found.notes, ...(unknown.length > 0 ? [say`The reference ${reference.name} has no curve for ${unknown.join(', ')}.`] : [])],
  };
}

interface Comparison {
  readonly settings: Settings;
  readonly tokens?: number;
  readonly dependsOnTokens: boolean;
}

function benchmarkDensity({ benchmark, column, scores }: BenchmarkScores, reference: ReferenceBenchmark, rows: readonly ModelRow[], at: Comparison): BenchmarkDensity {
  const cost = costOf(at.settings);
  const models = rows.filter(({ row }) => Number.isFinite(scores[row - 1])).map((model): ModelDensity => {
    const tokens = at.tokens ?? model.tokens ?? at.settings['density.referenceTokens'];
    return { ...model, score: scores[model.row - 1], comparedAt: at.dependsOnTokens ? tokens : null, result: densityOf(reference, scores[model.row - 1], model.size, tokens, cost) };
  });
  const measured = models.flatMap(({ result }) => (result.status === 'measured' ? [result.density.value] : []));
  return {
    benchmark, column, parameters: reference.parameters, rmse: reference.rmse, models,
    median: measured.length > 0 ? medianOf(measured) : null,
    outOfRange: models.length - measured.length,
    compression: compressionPairs(models),
    runs: densityAlongRuns(models, reference, at.tokens ?? at.settings['density.referenceTokens'], cost),
  };
}
