import type { Run } from '../../model/run';
import type { Files } from '../files';
import { openCheckpointAt } from '../spectra/openCheckpointAt';

export interface OptimizerCheckpoint {
  readonly path: string;
  readonly step: number | null;
}

/** The newest checkpoint of a run that holds the state of an optimizer, among its last ones; undefined where none does. */
export async function optimizerCheckpoint(run: Pick<Run, 'checkpointFiles'>, files: Files): Promise<OptimizerCheckpoint | undefined> {
  for (const { path, step } of run.checkpointFiles.slice(-lookedAt).reverse()) {
    if (!mayHoldOptimizer(path)) continue;
    const opened = await openCheckpointAt(path, files);
    if (!('error' in opened) && opened.optimizer && opened.optimizer.state.size > 0) return { path, step: step ?? opened.step };
  }
  return undefined;
}

/** Older ones say little of how the run is now. */
const lookedAt = 8;

/** Whether a checkpoint of this name can hold an optimizer: those for use, not for training, never do. */
export function mayHoldOptimizer(path: string): boolean {
  return !/\.(?:safetensors|gguf|npz|npy|onnx|keras|h5)$/i.test(path);
}
