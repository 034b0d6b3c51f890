import { latestPoints, type Points } from '../../model/latestPoints';
import { metrics } from '../../model/metric';
import { seriesOf, type Run } from '../../model/run';
import type { Series } from '../../model/series';

/** A loss curve with its non-finite points left out. */
export interface LossCurve extends Points {
  readonly metric: string;
}

/** The training loss per step, else per epoch; undefined with fewer than two finite points. */
export function trainLossOf(run: Run): LossCurve | undefined {
  return finiteCurve(run, metrics.trainLoss) ?? finiteCurve(run, metrics.trainLossEpoch);
}

/** The curve on which instability is judged: the training loss, or the evaluation loss where nothing else is logged. */
export function stabilityLossOf(run: Run): LossCurve | undefined {
  return trainLossOf(run) ?? finiteCurve(run, metrics.evalLoss);
}

/** The fullest series of a metric without its non-finite points; undefined with fewer than two. */
export function finiteCurve(run: Run, metric: string): LossCurve | undefined {
  const series = seriesOf(run, metric);
  const points = series && finitePoints(series);
  return points && points.steps.length >= 2 ? { metric, ...points } : undefined;
}

/** The points of a series that still hold and are finite. */
export function finitePoints(series: Series): Points {
  const points = latestPoints(series);
  if (points.values.every(Number.isFinite)) return points;
  const keep = points.values.map((value) => (Number.isFinite(value) ? 1 : 0));
  const pick = (column: Float64Array): Float64Array => column.filter((_, i) => keep[i] === 1);
  return { steps: pick(points.steps), values: pick(points.values), times: points.times && pick(points.times) };
}

/** Index of the last point at or before a step; -1 when there is none. */
export function indexAt(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
