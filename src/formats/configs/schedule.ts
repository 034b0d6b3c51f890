import type { Plan } from '../../model/plan';

/** Warm-up in steps from a number of steps or, failing that, a share of all steps, where their number is known. */
export function warmupSteps(steps: number | undefined, ratio: number | undefined, maxSteps: number | undefined): number | undefined {
  // Newer versions of Transformers take a share below 1 in warmup_steps too.
  if (steps !== undefined && steps >= 1) return steps;
  const share = steps !== undefined && steps > 0 ? steps : ratio;
  if (share === undefined || share === 0) return steps ?? share;
  return maxSteps === undefined ? undefined : Math.ceil(share * maxSteps);
}

/** A plan of steps or epochs: where the steps are given, the epochs do not count. */
export function length(maxSteps: number | undefined, maxEpochs: number | undefined): Pick<Plan, 'maxSteps' | 'maxEpochs'> {
  return maxSteps === undefined ? { maxEpochs } : { maxSteps };
}
