import { metrics } from '../model/metric';
import { latestPoints } from '../model/latestPoints';
import type { Points } from '../model/latestPoints';
import type { Run } from '../model/run';
import { lastStep, seriesOf } from '../model/run';
import type { Series } from '../model/series';
import { lastRecordTime } from './cadence';
import type { RunSummary, SeriesSummary } from './protocol';

/** What tree and overview show of the performance of a run. */
export type PerformanceSummary = Pick<RunSummary, 'metric' | 'lastValue' | 'bestValue' | 'bestStep' | 'lastStep' | 'gainPerHour' | 'lastTime' | 'sparkline'>;

/** Summary of the series that measures performance. `times` of points are milliseconds since 1970. */
export function summarisePerformance(run: Run, performance: Series | undefined, lowerIsBetter: boolean): PerformanceSummary {
  const points = performance && latestPoints(performance);
  const time = lastRecordTime(run.series);
  const last = lastStep(run);
  const lastTime = time === time ? time : null;
  if (!performance || !points || points.values.length === 0) {
    return { metric: null, lastValue: null, bestValue: null, bestStep: null, lastStep: last, gainPerHour: null, lastTime, sparkline: new Float64Array(0) };
  }
  const best = bestIndex(points.values, lowerIsBetter);
  return {
    metric: performance.original,
    lastValue: lastFinite(points.values),
    bestValue: best === undefined ? null : points.values[best],
    bestStep: best === undefined ? null : points.steps[best],
    lastStep: last,
    gainPerHour: gainPerHour(run, points, lowerIsBetter),
    lastTime,
    sparkline: sparklineOf(points),
  };
}

/** Facts of one series for the list of a run and for `plateau runs`. */
export function summariseSeries(series: Series, source: string): SeriesSummary {
  const { steps, values, length } = series;
  let [min, max, nonFinite] = [Infinity, -Infinity, 0];
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) nonFinite++;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const orNull = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : value);
  return {
    metric: series.metric, original: series.original, source, points: length,
    firstStep: orNull(steps[0]), lastStep: orNull(steps[length - 1]),
    firstValue: orNull(values[0]), lastValue: orNull(values[length - 1]),
    min: orNull(min), max: orNull(max), nonFinite,
  };
}

const sparklinePoints = 48;
const gainWindow = 0.1;
const msPerHour = 3_600_000;

function bestIndex(values: Float64Array, lowerIsBetter: boolean): number | undefined {
  const sign = lowerIsBetter ? 1 : -1;
  let [at, best] = [-1, Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = sign * values[i];
    // The difference is 0 for finite numbers only; asking Number would take most of the time.
    if (value >= best || value - value !== 0) continue;
    at = i;
    best = value;
  }
  return at < 0 ? undefined : at;
}

function lastFinite(values: Float64Array): number | null {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i];
  return null;
}

/** Evenly spaced in steps: the mean of what falls into each part, the value before where nothing does. */
function sparklineOf({ steps, values }: Points): Float64Array {
  const first = values.findIndex(isFiniteNumber);
  const last = values.findLastIndex(isFiniteNumber);
  if (last - first >= sparklinePoints) return meansOfParts(steps.subarray(first, last + 1), values.subarray(first, last + 1));
  return values.filter(isFiniteNumber);
}

function isFiniteNumber(value: number): boolean {
  return Number.isFinite(value);
}

/** Neither column is empty, the steps increase, and the first and the last value are finite. */
function meansOfParts(steps: Float64Array, values: Float64Array): Float64Array {
  const means = new Float64Array(sparklinePoints);
  const width = (steps[steps.length - 1] - steps[0]) / sparklinePoints;
  for (let part = 0, i = 0; part < sparklinePoints; part++) {
    const end = part === sparklinePoints - 1 ? Infinity : steps[0] + (part + 1) * width;
    let [sum, count] = [0, 0];
    for (; steps[i] < end; i++) {
      if (values[i] - values[i] !== 0) continue; // not finite
      sum += values[i];
      count++;
    }
    means[part] = count > 0 ? sum / count : means[Math.max(0, part - 1)];
  }
  return means;
}

/** Difference of the mean of the last tenth of the run and of the tenth before it, per hour. */
function gainPerHour(run: Run, points: Points, lowerIsBetter: boolean): number | null {
  const hours = hoursPerStep(run, points);
  const last = points.steps[points.steps.length - 1];
  const width = (last - points.steps[0]) * gainWindow;
  if (hours === null || !(width > 0)) return null;
  const recent = meanBetween(points, last - width, last);
  const before = meanBetween(points, last - 2 * width, last - width);
  if (recent === null || before === null) return null;
  return ((lowerIsBetter ? before - recent : recent - before) / width) / hours;
}

function meanBetween({ steps, values }: Points, from: number, to: number): number | null {
  let [sum, count] = [0, 0];
  for (let i = steps.length - 1; i >= 0 && steps[i] > from; i--) {
    if (steps[i] > to || !Number.isFinite(values[i])) continue;
    sum += values[i];
    count++;
  }
  return count > 0 ? sum / count : null;
}

function hoursPerStep(run: Run, points: Points): number | null {
  const wall = points.times && slope(points.steps, points.times);
  if (wall) return wall / msPerHour;
  const elapsed = seriesOf(run, metrics.elapsed);
  const seconds = elapsed && slope(elapsed.steps, elapsed.values);
  return seconds ? (seconds * 1000) / msPerHour : null;
}

/** Rise over the second half, undefined when it is not positive. */
function slope(steps: Float64Array, column: Float64Array): number | undefined {
  const [from, to] = [steps.length >> 1, steps.length - 1];
  const rise = (column[to] - column[from]) / (steps[to] - steps[from]);
  return rise > 0 && Number.isFinite(rise) ? rise : undefined;
}
