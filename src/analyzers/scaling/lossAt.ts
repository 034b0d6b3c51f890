import { latestPoints } from '../../model/latestPoints';
import { metrics } from '../../model/metric';
import { seriesOf, type Run } from '../../model/run';
import type { Series } from '../../model/series';
import { medianOf } from '../../numerics/medianOf';

/**
 * The loss of a run at a step: that of the last evaluation, or, of a run without evaluations, the median of the training losses over
 * the last fifth of the way, for single ones scatter. Undefined where nothing was logged by then.
 */
export function lossAt(run: Pick<Run, 'series'>, step: number): number | undefined {
  const series = lossSeries(run);
  if (!series) return undefined;
  const { steps, values } = latestPoints(series);
  const until = steps.findLastIndex((each) => each <= step) + 1;
  if (until === 0) return undefined;
  if (series.metric === metrics.evalLoss) return values[until - 1];
  const from = steps.findIndex((each) => each > step * (1 - share));
  const seen = values.slice(Math.max(0, Math.min(from, until - fewest)), until).filter(Number.isFinite);
  return seen.length > 0 ? medianOf(seen) : undefined;
}

const share = 0.2;
const fewest = 5;

/** Evaluations where there are any. */
function lossSeries(run: Pick<Run, 'series'>): Series | undefined {
  const evaluated = seriesOf(run, metrics.evalLoss);
  const series = evaluated && evaluated.length > 0 ? evaluated : seriesOf(run, metrics.trainLoss);
  return series && series.length > 0 ? series : undefined;
}
