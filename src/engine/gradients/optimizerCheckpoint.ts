import type { Run, RunCheckpoint } from '../../model/run';
import type { Files } from '../files';
import { openCheckpointAt } from '../spectra/openCheckpointAt';

export interface OptimizerCheckpoint {
  readonly path: string;
  readonly step: number | null;
}

/** The newest checkpoint of a run that holds the state of an optimizer, among its last ones; undefined where none does. */
export async function optimizerCheckpoint(run: Pick<Run, 'checkpointFiles'>, files: Files): Promise<OptimizerCheckpoint | undefined> {
  for (const { path, step } of latestOf(run)) {
    if (isForUse.test(path)) continue;
    const opened = await openCheckpointAt(path, files);
    if (!('error' in opened) && opened.optimizer && opened.optimizer.state.size > 0) return { path, step: step ?? opened.step };
  }
  return undefined;
}

/** Whether one of its last checkpoints is known to hold the state of an optimizer. */
export function keepsOptimizer(run: Pick<Run, 'checkpointFiles'>): boolean {
  return latestOf(run).some(({ optimizer }) => optimizer === true);
}

/** Older ones say little of how the run is now. */
const lookedAt = 8;

/** Checkpoints of these kinds never hold an optimizer. */
const isForUse = /\.(?:safetensors|gguf|npz|npy|onnx|keras|h5)$/i;

function latestOf({ checkpointFiles }: Pick<Run, 'checkpointFiles'>): readonly RunCheckpoint[] {
  return checkpointFiles.slice(-lookedAt).reverse();
}
