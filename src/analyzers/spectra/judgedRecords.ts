import { RunningMedian } from '../../numerics/runningMedian';
import { largestPossibleRank, samplingStatus } from '../../numerics/spectrum/samplingStatus';
import type { LayerCourse } from './layerCourses';

/**
 * The records of a layer that may be judged, on the scale on which collapse is judged: ln of (rank − 1)/(D − 1), the share of the dimensions
 * beyond the first that the hard rank uses, D the largest rank that was possible. That share is 0 at rank 1 whatever the width, so that one
 * floor serves an adapter of rank 8 and an FFN of width 11,008.
 */
export interface JudgedRecords {
  readonly course: LayerCourse;
  readonly steps: Float64Array;
  readonly logShare: Float64Array;
  /** Median of the last three. */
  readonly level: Float64Array;
  /** Index of the first record that is not of the initialisation. */
  readonly trained: number;
  /** Largest possible rank of each record. */
  readonly possible: Float64Array;
}

/** What stands in for a rank of exactly 1, whose logarithm is none: a hundredth of the floor. */
const least = 0.01;

/** @param floor share of the dimensions beyond the first that counts as collapsed */
export function judgedRecords(course: LayerCourse, siblings: readonly LayerCourse[], floor: number): JudgedRecords {
  const { hardRank } = course.measures;
  const kept = Array.from(course.steps.keys()).filter((i) => Number.isFinite(hardRank[i]) && mayBeJudged(course, i));
  const steps = Float64Array.from(kept, (i) => course.steps[i]);
  const widest = widestRank(siblings);
  const possible = Float64Array.from(kept, (i) => largestPossibleRank(course.rows[i], course.widths[i] > 0 ? course.widths[i] : widest));
  const logShare = Float64Array.from(kept, (i, k) => Math.log(Math.max((hardRank[i] - 1) / Math.max(possible[k] - 1, 1), least * floor)));
  const running = new RunningMedian(3);
  const level = logShare.map((value) => {
    running.push(value);
    return running.median;
  });
  // A record at less than half an interval from the start sees weights that were never trained.
  const trained = steps.length > 1 && steps[0] < (steps[1] - steps[0]) / 2 ? 1 : 0;
  return { course, steps, logShare, level, trained, possible };
}

function mayBeJudged(course: LayerCourse, i: number): boolean {
  return samplingStatus(course.rows[i], course.widths[i]) !== 'severely under-sampled';
}

/** Where no width is known, the largest rank seen in any layer bounds it from below: shares are then too large, never too small. */
function widestRank(siblings: readonly LayerCourse[]): number {
  let widest = 2;
  for (const { measures } of siblings) for (const rank of measures.softRank) if (rank > widest) widest = rank;
  return widest;
}
