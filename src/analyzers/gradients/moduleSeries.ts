import { metrics, moduleGradNorm } from '../../model/metric';
import type { Run } from '../../model/run';
import type { Series } from '../../model/series';

/** The gradient norms of single modules or parameters that a run logs, by their names. */
export function moduleSeries(run: Pick<Run, 'series'>): readonly { readonly name: string; readonly series: Series }[] {
  return run.series.flatMap((series) => (series.metric.startsWith(moduleGradNorm) && series.metric !== metrics.gradNormSquared
    ? [{ name: series.metric.slice(moduleGradNorm.length), series }] : []));
}
