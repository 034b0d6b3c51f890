import type { GradientMeasurement } from '../../model/gradient';
import { checkpointGradients, type GradientTools, type GradientWatch } from './checkpointGradients';
import { runGradients } from './runGradients';

/**
 * Gradient norms of the modules of the model at a path, from the most trusted source there is: the per-module norms of a recorder or a
 * logger in a run, else the optimizer state in a checkpoint. A sentence where there is neither.
 */
export async function gradientsAt(path: string, tools: GradientTools, earlier?: string, watch?: GradientWatch): Promise<GradientMeasurement | { readonly error: string }> {
  const logged = earlier === undefined ? await runGradients(path, tools) : undefined;
  if (logged) return logged;
  return checkpointGradients(path, tools, earlier, watch);
}
