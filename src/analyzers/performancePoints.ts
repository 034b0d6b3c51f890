import { latestPoints } from '../model/latestPoints';
import type { Performance } from './performance';

/** A curve of performance as losses (a higher-is-better metric is negated), at the steps at which a rule looks at it. */
export interface PerformancePoints {
  readonly steps: Float64Array;
  readonly losses: Float64Array;
  /** Number of logged values behind each loss, which is their median. */
  readonly counts: Float64Array;
}

/**
 * Every logged value of a short curve; of a long one the medians of stretches that grow with the curve (a fiftieth of
 * what came before), so that the noise of single steps is averaged away and a million points cost no more than some
 * hundreds. A stretch counts when it is complete, so a prefix of the log gives a prefix of the points.
 */
export function performancePoints({ series, lowerIsBetter }: Performance): PerformancePoints {
  const { steps, values } = finitePoints(series);
  const ends = stretchEnds(values.length);
  const sign = lowerIsBetter ? 1 : -1;
  const starts = ends.map((_, j) => (j === 0 ? 0 : ends[j - 1]));
  return {
    steps: Float64Array.from(ends, (end) => steps[end - 1]),
    losses: Float64Array.from(ends, (end, j) => sign * median(values.slice(starts[j], end))),
    counts: Float64Array.from(ends, (end, j) => end - starts[j]),
  };
}

const growth = 0.02;

function stretchEnds(length: number): number[] {
  const ends: number[] = [];
  for (let end = 1; end <= length; end += Math.max(1, Math.floor(growth * end))) ends.push(end);
  return ends;
}

function finitePoints(series: Performance['series']) {
  const points = latestPoints(series);
  const { steps, values } = points;
  let broken = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) broken++;
  if (broken === 0) return points;
  return { steps: steps.filter((_, i) => Number.isFinite(values[i])), values: values.filter(Number.isFinite) };
}

/** Sorts its argument. */
function median(values: Float64Array): number {
  if (values.length === 1) return values[0];
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}
