import { quantileSorted } from 'simple-statistics';
import { metrics } from '../model/metric';
import type { Series } from '../model/series';
import { seriesOf } from '../model/run';

/** Wall time of the last record in milliseconds since 1970, NaN when the log tells none. */
export function lastRecordTime(series: readonly Series[]): number {
  let last = NaN;
  for (const { times } of series) {
    const time = times?.[times.length - 1] ?? NaN;
    if (!(time <= last) && time === time) last = time;
  }
  return last;
}

/**
 * Usual time between two records in milliseconds: the 90 % quantile of the recent gaps, so that the pause of an
 * evaluation or a checkpoint counts as usual. NaN when the log tells no times.
 */
export function cadenceOf(series: readonly Series[]): number {
  const longest = fullestOf(series);
  if (!longest) return NaN;
  const wall = longest.times && usualGap(longest.times, 1, longGap);
  if (wall !== undefined && wall > 0) return wall;
  const elapsed = seriesOf({ series }, metrics.elapsed);
  if (elapsed && elapsed.length > 2) return usualGap(elapsed.values, 1000, longGap);
  return stepTimes(series, longest);
}

/** Usual number of steps between two records of the fullest series; NaN with fewer than two. */
export function stepGapOf(series: readonly Series[]): number {
  const longest = fullestOf(series);
  return longest ? usualGap(longest.steps, 1, middleGap) : NaN;
}

/** Time from the first record to the last in milliseconds, NaN when the log tells no times. */
export function recordedFor(series: readonly Series[]): number {
  const spans = series.map(({ times }) => (times && times.length > 1 ? times[times.length - 1] - times[0] : NaN)).filter((span) => span === span);
  if (spans.length > 0) return Math.max(...spans);
  const elapsed = seriesOf({ series }, metrics.elapsed);
  if (elapsed && elapsed.length > 1) return (elapsed.values[elapsed.length - 1] - elapsed.values[0]) * 1000;
  const stepTime = seriesOf({ series }, metrics.stepTime);
  if (!stepTime || stepTime.length < 2) return NaN;
  return (stepTime.steps[stepTime.length - 1] - stepTime.steps[0]) * stepTime.values[stepTime.length - 1] * 1000;
}

/** Undefined where nothing was logged twice. */
function fullestOf(series: readonly Series[]): Series | undefined {
  return series.reduce<Series | undefined>((best, one) => (one.length > (best?.length ?? 1) ? one : best), undefined);
}

function stepTimes(series: readonly Series[], longest: Series): number {
  const times = seriesOf({ series }, metrics.stepTime);
  if (!times || times.length === 0) return NaN;
  const steps = longest.steps.subarray(Math.max(0, longest.length - recent));
  return times.values[times.length - 1] * 1000 * usualGap(steps, 1, middleGap);
}

const recent = 200;
const longGap = 0.9;
/** Gaps in steps come from what was logged, not from pauses. */
const middleGap = 0.5;

function usualGap(column: Float64Array, scale: number, quantile: number): number {
  const tail = column.subarray(Math.max(0, column.length - recent));
  const gaps: number[] = [];
  for (let i = 1; i < tail.length; i++) if (tail[i] > tail[i - 1]) gaps.push((tail[i] - tail[i - 1]) * scale);
  return gaps.length > 0 ? quantileSorted(gaps.sort((a, b) => a - b), quantile) : NaN;
}
