import type { Run } from '../../model/run';
import { indexAt, trainLossOf } from '../losses/lossSeries';
import { warmingUp } from '../schedules/warmup';

/** How many times longer than the first half of its improvement so far the loss must have been logged. */
const settledAfter = 5;
/** Share of the planned steps in which the first drop lies, where there is a plan and no loss. */
const shareOfPlan = 0.05;

/** Whether a run is still in its first drop; unknown where neither loss nor plan tells. */
export type TrainingPhase = 'first drop' | 'after' | 'unknown';

/**
 * Tells the phase of a step from what was logged up to it. While the loss falls from that of guessing, and during warm-up, the ranks of
 * every healthy run fall too and recover afterwards.
 */
export function trainingPhase(run: Run): (step: number) => TrainingPhase {
  const isWarmup = warmingUp(run);
  const loss = trainLossOf(run);
  if (!loss) {
    const planned = run.plan.maxSteps;
    return (step) => (isWarmup(step) ? 'first drop' : planned === undefined ? 'unknown' : step < shareOfPlan * planned ? 'first drop' : 'after');
  }
  const lowest = runningLeast(loss.values);
  return (step) => {
    const now = indexAt(loss.steps, step);
    if (now < 1 || isWarmup(step)) return 'first drop';
    const half = (loss.values[0] + lowest[now]) / 2;
    return loss.steps[now] >= settledAfter * loss.steps[firstAtMost(lowest, half)] ? 'after' : 'first drop';
  };
}

/** Index of the first value of a falling column that is at most `level`. */
function firstAtMost(falling: Float64Array, level: number): number {
  let low = 0;
  let high = falling.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (falling[middle] <= level) high = middle;
    else low = middle + 1;
  }
  return low;
}

function runningLeast(values: Float64Array): Float64Array {
  let least = Infinity;
  return values.map((value) => (least = Math.min(least, value)));
}
