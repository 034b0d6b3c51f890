import { metrics } from '../../model/metric';
import type { Run } from '../../model/run';
import type { NoValues, TailValues } from './tailValues';

/** A metric of a run, by default its gradient norms; of several runs, that of the first which has it. */
export function seriesValues(runs: readonly Run[], column: string | undefined): TailValues | NoValues {
  const wanted = column ?? metrics.gradNorm;
  for (const run of runs) {
    const series = run.series.find(({ metric, original }) => metric === wanted || original === wanted);
    if (series) return { values: series.values.slice(), label: `${series.original} of ${run.name}`, order: 'steps' };
  }
  const there = [...new Set(runs.flatMap((run) => run.series.map(({ metric }) => metric)))];
  return { error: `The log has no ${column ?? 'gradient norms'}: name a metric with --column (${there.join(', ')}).` };
}
