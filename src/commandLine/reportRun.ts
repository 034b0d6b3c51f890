import { formatCount, formatNumber, formatStep } from '../model/format';
import { latestPoints } from '../model/latestPoints';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { lastStep, seriesOf } from '../model/run';
import { chart } from './chart';

/** A run for people in a terminal: what is to be said of it in a sentence, its curve, and lines with the details. */
export function reportRun(run: Run, sentence: string, details: readonly string[]): string {
  const lines = [
    `${run.name}  [${run.status}]  ${run.sources.map(({ format }) => format).join(' + ') || 'checkpoints'}`,
    sentence,
    curveOf(run),
    ...details,
    ...(run.skippedRecords > 0 ? [`  ${formatCount(run.skippedRecords, 'record')} could not be read; everything else was.`] : []),
    '',
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

const width = 72;
const height = 6;

function curveOf(run: Run): string | undefined {
  const losses = [metrics.evalLoss, metrics.trainLoss, metrics.trainLossEpoch].map((metric) => seriesOf(run, metric));
  const series = [...losses, run.series[0]].find((one) => one !== undefined && one.length >= 2);
  if (!series) return undefined;
  const points = latestPoints(series);
  return `${chart(points.values, width, height, formatNumber)}\n${series.original} over steps ${formatStep(points.steps[0])} to ${formatStep(lastStep(run))}`;
}
