import type { CheckpointFormat, Folder, OpenedCheckpoint } from './checkpointFormat';
import { bytesSource } from './bytesSource';
import { readDistributedMetadata } from './distributed/distributedMetadata';
import type { DistributedEntry } from './distributed/distributedMetadata';
import { distributedStorages, placeSource } from './distributed/distributedStorages';
import { nestEntries } from './distributed/nestEntries';
import type { PathValue } from './distributed/nestEntries';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { isPlainName } from './isPlainName';
import { mapLimited } from './mapLimited';
import { PickledTensor, TensorStorage } from './pickle/pickleValue';
import { largestPickle } from './pickle/unpickle';
import { rowMajorStrides, sizeOf } from './strided';
import { describeCheckpoint } from './torch/describeCheckpoint';
import { unpackTorchZip } from './torchZip';

/** What torch.distributed.checkpoint writes (torchtitan, OLMo-core, FSDP, Megatron): a folder of shards and `.metadata`. */
export const torchDistributed: CheckpointFormat = {
  id: 'torchDistributed',
  label: 'PyTorch distributed checkpoint',
  recognise(path, head) {
    // Of a missing .metadata, which is written last, only the name tells.
    if (/(^|\/)\.metadata$/.test(path)) return head.length === 0 || head[0] === 0x80 ? 3 : 0;
    return path.endsWith('.distcp') ? 3 : 0;
  },
  open: (_source, folder) => openDistributed(folder),
};

/** Opens the distributed checkpoint that a folder holds. */
export async function openDistributed(folder: Folder): Promise<OpenedCheckpoint | Failure> {
  const source = folder.source('.metadata');
  const size = (await source.stat())?.size;
  if (size === undefined) return { error: 'The checkpoint has no .metadata, which is written last: it is still being written or was cut off; wait, or copy it again.' };
  if (size > largestPickle) return { error: `The .metadata takes ${size} bytes, more than Plateau reads (${largestPickle}).` };
  const entries = readDistributedMetadata(await source.read(0, size));
  if (isFailure(entries)) return entries;
  const objects = await mapLimited(entries.filter(isWanted), parallelReads, (entry) => readObject(folder, entry));
  const values = [...entries.flatMap(tensorOf), ...objects.flatMap((object) => object ?? [])];
  const opened = await describeCheckpoint({ value: nestEntries(values), storages: distributedStorages(folder, entries), foreign: new Set() }, source.path);
  return { ...opened, files: [source.path, ...filesOf(folder, entries)] };
}

function tensorOf({ name, path, tensor }: DistributedEntry): readonly PathValue[] {
  if (!tensor) return [];
  const { type, shape } = tensor;
  const storage = new TensorStorage({ key: name, type, elements: sizeOf(shape) });
  return [{ path, value: new PickledTensor({ storage, type, offset: 0, shape, strides: rowMajorStrides(shape) }) }];
}

/** Counters and options of the optimizer; of flattened ones, which repeat for each parameter, those that matter. */
function isWanted({ name, path, tensor, place }: DistributedEntry): boolean {
  if (tensor || !place || place.length > largestObject) return false;
  return !/(^|\.)param_groups\./.test(name) || path.length > 2 || /\.(lr|initial_lr|weight_decay|betas|eps|momentum)$/.test(name);
}

async function readObject(folder: Folder, { path, place }: DistributedEntry): Promise<PathValue | undefined> {
  const slice = place && placeSource(folder, place);
  if (!slice || isFailure(slice)) return undefined;
  const unpacked = await unpackTorchZip(bytesSource(slice.path, await slice.read(0, largestObject)));
  return isFailure(unpacked) ? undefined : { path, value: unpacked.value };
}

function filesOf(folder: Folder, entries: readonly DistributedEntry[]): readonly string[] {
  const places = entries.flatMap(({ place, tensor }) => [place, ...(tensor?.chunks ?? []).map((chunk) => chunk.place)]);
  const names = new Set(places.flatMap((place) => (place ? [place.file] : [])));
  return [...names].filter(isPlainName).sort().map((name) => folder.source(name).path);
}

const largestObject = 2 ** 16;
const parallelReads = 16;
