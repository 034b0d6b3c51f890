import { abridged } from '../../model/format';
import { metrics } from '../../model/metric';
import type { Run } from '../../model/run';
import type { NoValues, TailValues } from './tailValues';

/** A metric of a run, by default its gradient norms; of several runs, that of the first which has it. */
export function seriesValues(runs: readonly Run[], column: string | undefined): TailValues | NoValues {
  const wanted = column ?? metrics.gradNorm;
  const found = runs.flatMap((run) => run.series.filter(({ metric, original }) => metric === wanted || original === wanted).slice(0, 1).map((series) => ({ run, series })));
  if (found.length > 0) {
    const [{ run, series }] = found;
    return { values: series.values.slice(), label: `${series.original} of ${run.name}${found.length > 1 ? `, the first of ${found.length} runs that log it` : ''}`, order: 'steps' };
  }
  const there = [...new Set(runs.flatMap((run) => run.series.map(({ metric }) => metric)))];
  return { error: `The log has no ${column ?? 'gradient norms'}: name a metric with --column (${abridged(there)}).` };
}
