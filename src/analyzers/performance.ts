import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { seriesOf } from '../model/run';
import type { Series } from '../model/series';
import type { Settings } from '../model/settings';

/** The series that measures how good a run is. */
export interface Performance {
  readonly series: Series;
  readonly lowerIsBetter: boolean;
}

/**
 * The metric that the settings name; else the evaluation loss when it has enough points for a trend, else the
 * training loss, else whatever loss there is. Undefined for a run that logs no measure of performance.
 */
export function performanceOf(run: Pick<Run, 'series'>, settings: Settings): Performance | undefined {
  const named = settings['performance.metric'];
  if (named !== '') {
    const series = run.series.find(({ metric, original }) => metric === named || original === named);
    return series && { series, lowerIsBetter: settings['performance.direction'] === 'lower' };
  }
  const evaluation = seriesOf(run, metrics.evalLoss);
  if (evaluation && evaluation.length >= enoughEvaluations) return { series: evaluation, lowerIsBetter: true };
  const training = seriesOf(run, metrics.trainLoss) ?? seriesOf(run, metrics.trainLossEpoch);
  const series = training && training.length > 1 ? training : (evaluation ?? training);
  return series && { series, lowerIsBetter: true };
}

/** Fewer evaluations than this show no trend. */
const enoughEvaluations = 8;
