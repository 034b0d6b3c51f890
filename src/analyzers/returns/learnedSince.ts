import { LossProgress } from '../losses/lossProgress';
import type { MarginalReturnTrace } from './marginalReturnTrace';

/**
 * Index of the point from which on a run has learned something, Infinity while it has not. A log that begins in the middle of a run does not
 * show what was learned before: there it is the first.
 */
export function learnedSince(trace: MarginalReturnTrace): number {
  const known = found.get(trace);
  if (known !== undefined) return known;
  const since = firstLearned(trace);
  found.set(trace, since);
  return since;
}

const found = new WeakMap<MarginalReturnTrace, number>();

function firstLearned({ points: { steps, losses } }: MarginalReturnTrace): number {
  if (steps[0] > resumedAfter * (steps[1] - steps[0])) return 0;
  const progress = new LossProgress(losses[0]);
  return endless(losses.findIndex((loss, i) => {
    progress.push(steps[i], loss);
    return progress.learned;
  }));
}

function endless(index: number): number {
  return index < 0 ? Infinity : index;
}

/** A log that begins after so many of its intervals goes on with a run. */
const resumedAfter = 10;
