import { checkpointOf } from '../../formats/checkpoints/summary';
import type { Checkpoint } from '../../model/checkpoint';
import type { Files } from '../files';
import { openCheckpointAt } from './openCheckpointAt';

/** What the checkpoint at a path holds, from its headers; a sentence where it cannot be read. */
export async function checkpointAt(path: string, files: Files): Promise<Checkpoint | { readonly error: string }> {
  const opened = await openCheckpointAt(path, files);
  return 'error' in opened ? opened : checkpointOf(path, { id: opened.format, label: opened.label }, opened);
}
