import type { Source } from '../../model/source';
import type { CheckpointFormat, OpenedCheckpoint } from './checkpointFormat';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { openWeights } from './keras/openWeights';
import { orError } from './malformed';
import { parseObject } from './parseObject';
import { readZipDirectory } from './zip/readZipDirectory';
import { readZipEntry, zipEntrySource } from './zip/readZipEntry';
import type { ZipDirectory } from './zip/zipEntry';

/** A model of Keras 3: an archive of its configuration and its weights. */
export const kerasArchive: CheckpointFormat = {
  id: 'keras',
  label: 'Keras model',
  recognise: (path, head) => (path.toLowerCase().endsWith('.keras') && head[0] === 0x50 && head[1] === 0x4b ? 3 : 0),
  open,
};

const weights = 'model.weights.h5';

async function open(source: Source): Promise<OpenedCheckpoint | Failure> {
  const directory = await readZipDirectory(source);
  if (isFailure(directory)) return directory;
  const entry = directory.entries.get(weights);
  if (!entry) return { error: `The archive holds no ${weights}: it is no model of Keras 3, or was saved without weights. Save the model again.` };
  const file = await zipEntrySource(source, entry);
  if (isFailure(file)) return file;
  const opened = await orError(() => openWeights(file));
  if (isFailure(opened)) return opened;
  return { ...opened, files: [source.path], metadata: { ...opened.metadata, ...await readConfiguration(source, directory) } };
}

/** Class of the model and version of Keras, which stand beside the weights. Larger files than these hold whole vocabularies. */
async function readConfiguration(source: Source, { entries }: ZipDirectory): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, keys] of [['metadata.json', ['keras_version', 'date_saved']], ['config.json', ['class_name']]] as const) {
    const entry = entries.get(name);
    const bytes = entry && await readZipEntry(source, entry, largestText);
    const values = !bytes || isFailure(bytes) ? undefined : parseObject(new TextDecoder().decode(bytes));
    for (const key of keys) {
      const value = values?.[key];
      if (typeof value === 'string') found[key] = value;
    }
  }
  return found;
}

const largestText = 8 << 20;
