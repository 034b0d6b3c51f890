import { metrics } from '../../model/metric';
import type { Run } from '../../model/run';
import { finiteCurve, indexAt } from '../losses/lossSeries';

/**
 * Tells of a step whether the learning rate is still rising towards its peak there: from the plan where it says so,
 * else from the logged learning rate up to that step.
 */
export function warmingUp(run: Run): (step: number) => boolean {
  const { warmupSteps } = run.plan;
  if (warmupSteps !== undefined) return (step) => step <= warmupSteps;
  const rate = finiteCurve(run, metrics.learningRate);
  if (!rate) return () => false;
  const end = firstFall(rate.values);
  return (step) => {
    const i = indexAt(rate.steps, step);
    return i > 0 && i < end && rate.values[i] > rate.values[0];
  };
}

/** Index of the first value that does not exceed all before it. */
function firstFall(values: Float64Array): number {
  for (let i = 1; i < values.length; i++) if (!(values[i] > values[i - 1])) return i;
  return values.length;
}
