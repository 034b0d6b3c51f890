import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Run } from '../../../src/model/run';
import { Series } from '../../../src/model/series';

export type Point = readonly [step: number, value: number, time?: number];

/** A run with the given series, by metric, and nothing else unless told. */
export function runWith(series: Readonly<Record<string, readonly Point[]>>, more: Partial<Run> = {}): Run {
  return {
    id: 'run', name: 'run', sources: [], plan: {}, model: {}, hyperparameters: {}, configs: [], checkpoints: [], checkpointFiles: [],
    status: 'active', statusReason: '', skippedRecords: 0,
    series: Object.entries(series).map(([metric, points]) => seriesWith(metric, points)),
    ...more,
  };
}

export function seriesWith(metric: string, points: readonly Point[], original = metric): Series {
  const series = new Series(metric, original);
  for (const [step, value, time] of points) series.push(step, value, time);
  return series;
}

/** Points at steps 0, `gap`, 2·`gap`, … */
export function pointsOf(values: readonly number[], gap = 1): Point[] {
  return values.map((value, i) => [i * gap, value]);
}

/** What the run's log held when it had reached `last`. */
export function prefixOf(run: Run, last: number): Run {
  const series = run.series.map((each) => {
    const kept = new Series(each.metric, each.original);
    each.steps.forEach((step, i) => step <= last && kept.push(step, each.values[i], each.times?.[i]));
    return kept;
  });
  return { ...run, series: series.filter(({ length }) => length > 0) };
}

/** A recorded run of test/fixtures/health. */
export function recordedRun(name: string): Run {
  const { series, plan } = recorded[name];
  return runWith(series, { plan, id: name, name });
}

export function recordedNames(): string[] {
  return Object.keys(recorded);
}

const recorded = JSON.parse(readFileSync(fileURLToPath(new URL('../../fixtures/health/runs.json', import.meta.url)), 'utf8')) as
  Record<string, { readonly plan: Run['plan']; readonly series: Record<string, Point[]> }>;
