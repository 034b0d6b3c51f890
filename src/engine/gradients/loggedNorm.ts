import { latestPoints } from '../../model/latestPoints';
import { metrics } from '../../model/metric';
import type { Run } from '../../model/run';
import { seriesOf } from '../../model/run';

/**
 * Root mean square of the logged gradient norm as an optimizer's running mean at a step would weigh it: by decay^age. Undefined where
 * nothing is logged up to that step, or nothing recent enough to weigh.
 */
export function loggedNorm(run: Run, step: number, decay: number): number | undefined {
  const series = seriesOf(run, metrics.gradNorm);
  if (!series || !(decay > 0 && decay < 1)) return undefined;
  const { steps, values } = latestPoints(series);
  let [weights, sum] = [0, 0];
  for (let i = 0; i < steps.length; i++) {
    if (steps[i] > step || !Number.isFinite(values[i])) continue;
    const weight = decay ** (step - steps[i]);
    weights += weight;
    sum += weight * values[i] ** 2;
  }
  return weights > leastWeight ? Math.sqrt(sum / weights) : undefined;
}

/** A logged norm older than some lifetimes of the mean says nothing of it. */
const leastWeight = 0.01;
