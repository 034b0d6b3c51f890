import { metrics } from '../../model/metric';
import type { Run } from '../../model/run';
import { seriesOf } from '../../model/run';
import type { Series } from '../../model/series';
import type { Settings } from '../../model/settings';

/** The series that measures how good a run is. */
export interface Performance {
  readonly series: Series;
  readonly lowerIsBetter: boolean;
  /**
   * Whether a value is that of single batches, as a training loss is: a low one is luck and no property of the model, other than that
   * of an evaluation, whose checkpoint one may keep.
   */
  readonly ofBatches: boolean;
}

/**
 * The metric that the settings name; else the evaluation loss when it suffices for a trend, else the
 * training loss, else whatever loss there is. Undefined for a run that logs no measure of performance.
 */
export function performanceOf(run: Pick<Run, 'series'>, settings: Settings): Performance | undefined {
  const named = settings['performance.metric'];
  if (named !== '') {
    const series = run.series.find(({ metric, original }) => metric === named || original === named);
    return series && performance(series, settings['performance.direction'] === 'lower');
  }
  const evaluation = seriesOf(run, metrics.evalLoss);
  const training = seriesOf(run, metrics.trainLoss) ?? seriesOf(run, metrics.trainLossEpoch);
  if (evaluation && suffices(evaluation.length, training?.length ?? 0)) return performance(evaluation, true);
  const series = training && training.length > 1 ? training : (evaluation ?? training);
  return series && performance(series, true);
}

/**
 * The step at which the evaluation loss takes over from the training loss as the log grows: undefined where it never does or
 * where there is only one of them.
 */
export function takeoverStep(run: Pick<Run, 'series'>): number | undefined {
  const evaluation = seriesOf(run, metrics.evalLoss);
  const training = seriesOf(run, metrics.trainLoss) ?? seriesOf(run, metrics.trainLossEpoch);
  if (!evaluation || !training) return undefined;
  let trained = 0;
  for (let i = 0; i < evaluation.length; i++) {
    while (trained < training.length && training.steps[trained] <= evaluation.steps[i]) trained++;
    if (suffices(i + 1, trained)) return evaluation.steps[i];
  }
  return undefined;
}

/** Evaluations show a trend when there are eight, or when they are logged about as often as the training loss. */
function suffices(evaluations: number, trainingPoints: number): boolean {
  return evaluations >= 8 || (evaluations >= 2 && 2 * evaluations >= trainingPoints);
}

function performance(series: Series, lowerIsBetter: boolean): Performance {
  return { series, lowerIsBetter, ofBatches: !evaluated.test(series.metric) };
}

/** Names of metrics that are measured on an evaluation set. */
const evaluated = /(?:^|[^a-z])(?:eval|val|valid|dev|test)(?:[^a-z]|uation|idation|$)/i;
