import type { Points } from '../../model/latestPoints';
import { RunningMedian } from '../../numerics/runningMedian';
import { indexAt } from '../losses/lossSeries';

/** A gradient norm that has fallen to nothing. */
export interface Vanishing {
  /** Steps at which that was certain, and of the first low norm. */
  readonly since: number;
  readonly first: number;
  readonly usual: number;
  readonly now: number;
}

export const vanishedShare = 1e-4;
/** SageMaker Debugger's VanishingGradient default. */
export const vanishedNorm = 1e-7;
const lastingPoints = 10;
const fewest = 10;
const usualWindow = 128;

/**
 * Ten norms in a row below 1e-7 or below 1/10,000 of the median of all norms before them (at least ten of those, half of them above 1e-7: a
 * logger that writes 0 measures nothing).
 */
export function vanishing({ steps, values }: Pick<Points, 'steps' | 'values'>): Vanishing | undefined {
  if (!endsLow(values)) return undefined;
  const usual = new RunningMedian(usualWindow);
  let row = 0;
  for (let i = 0; i < steps.length; i++) {
    const isLow = usual.length >= fewest && usual.median > vanishedNorm && values[i] < Math.max(vanishedNorm, vanishedShare * usual.median);
    row = isLow ? row + 1 : 0;
    if (!isLow) usual.push(values[i]);
  }
  const last = steps.length - 1;
  if (row < lastingPoints) return undefined;
  return { since: steps[last - row + lastingPoints], first: steps[last - row + 1], usual: usual.median, now: values[last] };
}

/** A cheap look that most series end at: whether the last norms are low beside the largest. */
function endsLow(values: Float64Array): boolean {
  const limit = Math.max(vanishedNorm, vanishedShare * values.reduce((most, value) => Math.max(most, value), 0));
  return values.length > lastingPoints && values.subarray(-lastingPoints).every((value) => value < limit);
}

/** Whether the training loss at a step was a thousandth of its start, which leaves no gradient to speak of. */
export function isSolved(loss: Pick<Points, 'steps' | 'values'> | undefined, step: number): boolean {
  return loss !== undefined && Math.abs(loss.values[indexAt(loss.steps, step)]) < 1e-3 * Math.abs(loss.values[0]);
}
