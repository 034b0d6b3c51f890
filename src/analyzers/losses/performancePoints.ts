import { medianOf } from '../../numerics/medianOf';
import { finitePoints } from './lossSeries';
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
    losses: Float64Array.from(ends, (end, j) => sign * medianOf(values.subarray(starts[j], end))),
    counts: Float64Array.from(ends, (end, j) => end - starts[j]),
  };
}

const growth = 0.02;

function stretchEnds(length: number): number[] {
  const ends: number[] = [];
  for (let end = 1; end <= length; end += Math.max(1, Math.floor(growth * end))) ends.push(end);
  return ends;
}
