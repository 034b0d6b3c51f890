import { openCheckpoint } from '../../formats/checkpoints/openCheckpoint';
import { say } from '../../model/say';
import { folderOf } from '../../model/source';
import type { Files } from '../files';
import { checkpointFolder } from './checkpointFolder';

/** A checkpoint by its path: a file, or a folder that holds one. */
export async function openCheckpointAt(path: string, files: Files) {
  const kind = await files.kindOf(path);
  if (kind === undefined) return { error: say`There is nothing at ${path}: the checkpoint was moved or deleted, or its name is another.` };
  const home = kind === 'folder' ? path : folderOf(path);
  return openCheckpoint(path, kind === 'folder' ? undefined : files.source(path), checkpointFolder(files, home));
}
