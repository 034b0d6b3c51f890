import { answeredTail, type AnsweredTail } from '../../analyzers/gradients/gradientTail';
import type { ProgressListener } from '../../numerics/kernels/progress';
import type { Files } from '../files';
import { openCheckpointAt } from '../spectra/openCheckpointAt';
import { checkpointValues } from '../tails/checkpointValues';

/** The tail of the gradients of single coordinates, out of the optimizer state in a checkpoint, one tensor in memory at a time. */
export async function coordinateTail(path: string, files: Files, progress?: ProgressListener): Promise<AnsweredTail | { readonly error: string }> {
  const opened = await openCheckpointAt(path, files);
  if ('error' in opened) return opened;
  const found = await checkpointValues(opened, path, 'coordinates', progress);
  return 'error' in found ? found : answeredTail({ over: 'coordinates', label: found.label, values: found.values });
}
