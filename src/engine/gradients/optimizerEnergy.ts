import { say } from '../../model/say';
import type { ProgressListener } from '../../numerics/kernels/progress';
import type { Files } from '../files';
import { openCheckpointAt } from '../spectra/openCheckpointAt';
import { parameterEnergy, type ParameterEnergy } from './parameterEnergy';
import { parameterStates } from './parameterStates';

/** What the optimizer in a checkpoint remembers of the gradients. Plain data. */
export interface OptimizerEnergy {
  /** In the order of the optimizer. */
  readonly parameters: readonly ParameterEnergy[];
  readonly troubles: readonly string[];
}

/** Reads the optimizer of a checkpoint, one tensor after the other; a sentence where there is none. */
export async function optimizerEnergy(path: string, files: Files, progress?: ProgressListener): Promise<OptimizerEnergy | { readonly error: string }> {
  const opened = await openCheckpointAt(path, files);
  if ('error' in opened) return opened;
  if (!opened.optimizer || opened.optimizer.state.size === 0) return { error: noOptimizer() };
  const parameters: ParameterEnergy[] = [];
  const troubles: string[] = [];
  const known = parameterStates(opened.optimizer);
  for (const [i, { key, state, group }] of known.entries()) {
    const energy = await parameterEnergy(key, state, group.options);
    if ('error' in energy) troubles.push(energy.error);
    else parameters.push(energy);
    progress?.((i + 1) / known.length);
  }
  return { parameters, troubles };
}

export function noOptimizer(): string {
  return say`The checkpoint holds no state of an optimizer, which is where gradients leave their trace: save it too, or name a folder with per-module norms in its logs.`;
}
