import { loadRuns } from '../engine/loadRuns';
import { summariseSeries } from '../engine/summarise';
import { MemoryCache } from '../engine/spectra/spectraCache';
import { WeightHistory } from '../engine/spectra/weightHistory';
import type { Finding } from '../model/finding';
import type { Run } from '../model/run';
import { lastStep } from '../model/run';
import type { Invocation, Outcome, Surroundings } from './command';
import { failed } from './command';

/** Reads the runs under the paths and goes on with them. */
export async function withRuns({ paths, settings }: Invocation, { files, now, pool }: Surroundings, proceed: (runs: readonly Run[]) => Outcome): Promise<Outcome> {
  const runs = await loadRuns(paths, files, settings, now, new WeightHistory({ files, pool, cache: new MemoryCache(), now: () => now }));
  if ('error' in runs) return failed(runs.error);
  const outcome = proceed(runs);
  return runs.length > 0 ? outcome : { ...outcome, remark: `No training run was recognised in ${paths.join(', ')}: name the folder that the training writes to, or read a text log of your own with --set text.pattern=EXPRESSION.` };
}

/** A run as every command describes it. */
export function describeRun(run: Run) {
  const first = run.series.reduce((least, one) => (one.length > 0 ? Math.min(least, one.steps[0]) : least), Infinity);
  const paths = run.sources.map(({ path }) => path);
  return {
    id: run.id, name: run.name, sources: run.sources, status: run.status, statusReason: run.statusReason,
    firstStep: first, lastStep: lastStep(run), plan: run.plan,
    series: run.series.map((one) => summariseSeries(one, paths.length === 1 ? paths[0] : '')),
    skippedRecords: run.skippedRecords,
  };
}

export function describeFinding({ rule, level, since, headline, evidence, advice }: Finding) {
  return { rule, level, since, headline, evidence, advice };
}
