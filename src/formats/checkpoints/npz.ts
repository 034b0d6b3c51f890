import type { Source } from '../../model/source';
import { bytesSource } from './bytesSource';
import type { CheckpointFormat, OpenedCheckpoint, StoredTensor } from './checkpointFormat';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { mapLimited } from './mapLimited';
import { npyTensor } from './numpy/npyTensor';
import { readNpyHeader } from './numpy/readNpyHeader';
import { inflateHead } from './zip/inflateHead';
import { readZipDirectory } from './zip/readZipDirectory';
import { readZipEntry, zipEntrySource } from './zip/readZipEntry';
import type { ZipEntry } from './zip/zipEntry';

/** An archive of numpy arrays, stored (numpy.savez) or deflated (numpy.savez_compressed). */
export const npz: CheckpointFormat = {
  id: 'npz',
  label: 'numpy archive',
  recognise: (path, head) => (path.toLowerCase().endsWith('.npz') && head[0] === 0x50 && head[1] === 0x4b ? 3 : 0),
  open,
};

async function open(source: Source): Promise<OpenedCheckpoint | Failure> {
  const directory = await readZipDirectory(source);
  if (isFailure(directory)) return directory;
  const entries = [...directory.entries.values()].filter(({ name }) => name.endsWith('.npy'));
  const found = await mapLimited(entries, 8, (entry) => tensorOf(source, entry));
  const troubles = found.flatMap((tensor, i) => (isFailure(tensor) ? [`${JSON.stringify(entries[i].name)} is left out. ${tensor.error}`] : []));
  if (entries.length === 0) troubles.push('This archive holds no arrays: there are no weights to analyse.');
  const tensors = found.flatMap((tensor) => (isFailure(tensor) ? [] : [tensor]));
  return { tensors, step: null, files: [source.path], metadata: {}, troubles };
}

/** Deflated arrays are inflated as a whole when they are read. */
const largestDeflated = 2 ** 30;

async function tensorOf(source: Source, entry: ZipEntry): Promise<StoredTensor | Failure> {
  const name = entry.name.replace(/\.npy$/, '');
  const stored = entry.method === 0;
  const start = stored ? await zipEntrySource(source, entry) : await inflateHead(source, entry);
  if (isFailure(start)) return start;
  const header = await readNpyHeader(start, entry.size);
  if (isFailure(header)) return header;
  return npyTensor(name, header, stored ? () => Promise.resolve(start) : () => inflated(source, entry));
}

async function inflated(source: Source, entry: ZipEntry): Promise<Source | Failure> {
  const bytes = await readZipEntry(source, entry, largestDeflated);
  return isFailure(bytes) ? bytes : bytesSource(entry.name, bytes);
}
