import type { Source } from '../../model/source';
import { baseName } from '../../model/source';
import type { CheckpointFormat, Folder, OpenedCheckpoint } from './checkpointFormat';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { findInFolder } from './findInFolder';
import { foreignFile, pointerFailure } from './foreignFile';
import { checkpointFormats } from './registry';
import { stepInPath } from './stepOf';

/** A checkpoint with the format that it was read by. */
export interface ReadCheckpoint extends OpenedCheckpoint, Pick<CheckpointFormat, 'label'> {
  /** Id of the format. */
  readonly format: string;
}

/**
 * Opens a checkpoint by the format that is surest of it. Without a source, `path` is that of the folder itself, and
 * what it holds is found: an index of shards, a distributed checkpoint, a file of weights, with its optimizer beside it.
 */
export async function openCheckpoint(path: string, source: Source | undefined, folder: Folder): Promise<ReadCheckpoint | Failure> {
  return source ? openFile(path, source, folder) : openFolder(path, folder);
}

async function openFolder(path: string, folder: Folder): Promise<ReadCheckpoint | Failure> {
  const found = await findInFolder(folder);
  if (isFailure(found)) return found;
  const source = found.folder.source(found.weights);
  const opened = await openFile(source.path, source, found.folder);
  if (isFailure(opened)) return { error: `${baseName(source.path)}: ${opened.error}` };
  const whole = await withOptimizer(opened, found.folder, found.optimizer);
  return { ...whole, step: whole.step ?? stepInPath(path), troubles: [...whole.troubles, ...found.troubles] };
}

/** Adds the optimizer of a file beside the weights (optimizer.pt). */
async function withOptimizer(opened: ReadCheckpoint, folder: Folder, name: string | undefined): Promise<ReadCheckpoint> {
  if (opened.optimizer || !name) return opened;
  const source = folder.source(name);
  const beside = await openFile(source.path, source, folder);
  if (isFailure(beside)) return { ...opened, troubles: [...opened.troubles, `${name}: ${beside.error}`] };
  return { ...opened, optimizer: beside.optimizer, step: opened.step ?? beside.step, files: [...opened.files, ...beside.files] };
}

async function openFile(path: string, source: Source, folder: Folder): Promise<ReadCheckpoint | Failure> {
  const head = await source.read(0, headLength);
  const format = surest(path, head);
  if (!format) return await source.stat() ? foreignFile(path, head) : { error: 'The file is gone.' };
  const opened = await format.open(source, folder);
  // A pointer of Git LFS goes by the name of what it points to.
  if (isFailure(opened)) return pointerFailure(head) ?? opened;
  return { ...opened, step: opened.step ?? stepInPath(path), format: format.id, label: format.label };
}

/** Of an empty or missing file only the name can tell, and only where it tells for certain. */
function surest(path: string, head: Uint8Array): CheckpointFormat | undefined {
  const ranked = checkpointFormats.map((format) => ({ format, confidence: format.recognise(path, head) }));
  const needed = head.length === 0 ? 3 : 1;
  return ranked.filter(({ confidence }) => confidence >= needed).sort((a, b) => b.confidence - a.confidence)[0]?.format;
}

const headLength = 1 << 16;
