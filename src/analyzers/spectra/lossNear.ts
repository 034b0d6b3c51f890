import type { Run } from '../../model/run';
import { medianOf } from '../../numerics/medianOf';
import { finiteCurve, indexAt, trainLossOf } from '../lossSeries';
import { metrics } from '../../model/metric';

const window = 9;

/** Median of the last nine training losses (else evaluation losses) at a step; undefined where none was logged by then. */
export function lossNear(run: Run, step: number): number | undefined {
  const loss = trainLossOf(run) ?? finiteCurve(run, metrics.evalLoss);
  const at = loss ? indexAt(loss.steps, step) : -1;
  return loss && at >= 0 ? medianOf(loss.values.subarray(Math.max(0, at + 1 - window), at + 1)) : undefined;
}
