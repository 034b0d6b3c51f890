import type { Source } from '../../../model/source';
import type { Folder } from '../checkpointFormat';
import type { Failure } from '../failure';
import { isFailure } from '../failure';
import { isPlainName } from '../isPlainName';
import { numberTypes } from '../numberTypes';
import { PickledTensor } from '../pickle/pickleValue';
import { sliceSource } from '../sliceSource';
import { rowMajorStrides, sizeOf } from '../strided';
import type { TensorStorages } from '../torch/tensorStorages';
import { unpackTorchZip } from '../torchZip';
import { chunkedSource } from './chunkedSource';
import type { Chunk } from './chunkedSource';
import type { DistributedChunk, DistributedEntry, DistributedPlace } from './distributedMetadata';

/** Every tensor of a distributed checkpoint as a storage under its full name, put together of its chunks when read. */
export function distributedStorages(folder: Folder, entries: readonly DistributedEntry[]): TensorStorages {
  const tensors = new Map(entries.flatMap(({ name, tensor }) => (tensor ? [[name, tensor] as const] : [])));
  return {
    size(key) {
      const tensor = tensors.get(key);
      return tensor && covers(tensor) ? sizeOf(tensor.shape) * widthOf(tensor.type) : undefined;
    },
    async find(key) {
      const tensor = tensors.get(key);
      if (!tensor) return missing;
      const chunks: Chunk[] = [];
      for (const chunk of tensor.chunks) {
        const found = await findChunk(folder, chunk, tensor.type);
        if (isFailure(found)) return found;
        chunks.push({ offsets: chunk.offsets, sizes: chunk.sizes, source: found });
      }
      return chunkedSource(key, chunks, tensor.shape, widthOf(tensor.type));
    },
  };
}

/** The stretch of a file in which an object was saved. */
export function placeSource(folder: Folder, place: DistributedPlace): Source | Failure {
  if (!isPlainName(place.file)) return { error: `The checkpoint names a file outside its folder (${JSON.stringify(place.file)}); save it again.` };
  return sliceSource(folder.source(place.file), place.offset, place.length, String(place.offset));
}

const missing: Failure = { error: 'A part of its values is missing from the checkpoint; save it again.' };

/** Whether the chunks have as many elements as the tensor, all of them inside it. */
function covers({ shape, chunks }: NonNullable<DistributedEntry['tensor']>): boolean {
  const inside = chunks.every(({ offsets, sizes, place }) => place && offsets.length === shape.length && sizes.length === shape.length
    && shape.every((length, i) => offsets[i] + sizes[i] <= length));
  return inside && chunks.reduce((sum, { sizes }) => sum + sizeOf(sizes), 0) === sizeOf(shape);
}

function widthOf(type: string): number {
  return (numberTypes.get(type)?.bits ?? 0) / 8;
}

async function findChunk(folder: Folder, { place, sizes }: DistributedChunk, type: string): Promise<Source | Failure> {
  const file = place ? placeSource(folder, place) : missing;
  if (isFailure(file)) return file;
  if (!place || !(await holds(folder, place))) return { error: `The file ${place?.file} of the checkpoint is missing or too short: it is still being written or was cut off; wait, or copy it again.` };
  const unpacked = await unpackTorchZip(file);
  if (isFailure(unpacked)) return unpacked;
  const tensor = unpacked.value;
  if (!(tensor instanceof PickledTensor) || tensor.type !== type || String(tensor.shape) !== String(sizes) || String(tensor.strides) !== String(rowMajorStrides(sizes))) {
    return { error: 'A part of its values is not as the metadata of the checkpoint say; save it again.' };
  }
  const storage = await unpacked.storages.find(tensor.storage.key);
  const start = (tensor.storage.start + tensor.offset) * widthOf(type);
  return isFailure(storage) ? storage : sliceSource(storage, start, sizeOf(sizes) * widthOf(type), 'chunk');
}

async function holds(folder: Folder, place: DistributedPlace): Promise<boolean> {
  const stat = await folder.source(place.file).stat();
  return stat !== undefined && stat.size >= place.offset + place.length;
}
