import type { Source } from '../../model/source';
import { bytesSource } from './bytesSource';
import type { CheckpointFormat, OpenedCheckpoint } from './checkpointFormat';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { loadStorage } from './pickle/loadStorage';
import { latin1Text } from './pickle/pickleBytes';
import { largestPickle, unpickle } from './pickle/unpickle';
import { describeCheckpoint } from './torch/describeCheckpoint';
import type { TensorStorages } from './torch/tensorStorages';
import type { UnpackedTorchFile } from './torch/unpackedTorchFile';
import { readZipDirectory } from './zip/readZipDirectory';
import { readZipEntry, zipEntrySource } from './zip/readZipEntry';
import type { ZipDirectory, ZipEntry } from './zip/zipEntry';

/** What torch.save writes since PyTorch 1.6, and TorchScript: a zip with a pickle and one entry for each storage. */
export const torchZip: CheckpointFormat = {
  id: 'torchZip',
  label: 'PyTorch checkpoint (zip)',
  recognise(_path, head) {
    if (!beginsAsZip(head)) return 0;
    return /(^|\/)data\.pkl/.test(latin1Text(head.subarray(0, 1024))) ? 3 : 1;
  },
  open: (source) => openTorchZip(source),
};

/** Opens such a file, or such a part of a file. */
export async function openTorchZip(source: Source): Promise<OpenedCheckpoint | Failure> {
  const unpacked = await unpackTorchZip(source);
  return isFailure(unpacked) ? unpacked : describeCheckpoint(unpacked, source.path);
}

/** The value that the pickle of such a file describes, and where its storages stand. */
export async function unpackTorchZip(source: Source): Promise<UnpackedTorchFile | Failure> {
  const directory = await readZipDirectory(source);
  if (isFailure(directory)) return directory;
  const pickle = findPickle(directory);
  if (!pickle) return { error: 'This archive is not a PyTorch checkpoint: it has no data.pkl; open the checkpoint itself.' };
  const bytes = await readZipEntry(source, pickle, largestPickle);
  if (isFailure(bytes)) return bytes;
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  if (await isBigEndian(source, directory.entries.get(`${folder}byteorder`))) {
    return { error: 'The file was written on a big-endian machine; load it in PyTorch and save it again.' };
  }
  const unpickled = unpickle(bytes, loadStorage);
  if (isFailure(unpickled)) return { error: unpickled.error };
  return { ...unpickled, storages: zipStorages(source, directory, folder) };
}

/** The top folder of the archive is called "archive" or as the file was when it was written. */
function findPickle(directory: ZipDirectory): ZipEntry | undefined {
  return [...directory.entries.values()].find(({ name }) => /^([^/]+\/)?data\.pkl$/.test(name));
}

async function isBigEndian(source: Source, entry: ZipEntry | undefined): Promise<boolean> {
  const bytes = entry && await readZipEntry(source, entry, 16);
  return bytes instanceof Uint8Array && latin1Text(bytes).trim() === 'big';
}

function zipStorages(source: Source, { entries }: ZipDirectory, folder: string): TensorStorages {
  const entryOf = (key: string): ZipEntry | undefined => entries.get(`${folder}data/${key}`);
  return {
    size: (key) => entryOf(key)?.size,
    async find(key) {
      const entry = entryOf(key);
      if (!entry) return { error: 'Its values are missing from the file; save the checkpoint again.' };
      if (entry.method === 0) return zipEntrySource(source, entry);
      const bytes = await readZipEntry(source, entry, largestDeflated);
      return isFailure(bytes) ? bytes : bytesSource(entry.name, bytes);
    },
  };
}

function beginsAsZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** PyTorch stores without compression; only other writers deflate, and such an entry is inflated as a whole. */
const largestDeflated = 2 ** 30;
