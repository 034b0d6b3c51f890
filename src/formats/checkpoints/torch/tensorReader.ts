import { bytesSource } from '../bytesSource';
import { UnreadableTensor } from '../checkpointFormat';
import type { StoredTensor } from '../checkpointFormat';
import { isFailure } from '../failure';
import type { Failure } from '../failure';
import { bytesOf, numberTypes } from '../numberTypes';
import { numpyType } from '../numpyType';
import { untyped } from '../pickle/torchTypes';
import { PickledArray } from '../pickle/pickleValue';
import type { PickledTensor } from '../pickle/pickleValue';
import { storedTensor } from '../storedTensor';
import { columnMajorStrides, extentOf, rowMajorStrides, sizeOf } from '../strided';
import { swapBytes } from '../swapBytes';
import { embeddedStorage } from './embeddedStorage';
import type { TensorStorages } from './tensorStorages';

/** A tensor of a pickle as one whose values can be read, or what is wrong with it. */
export function readableTensor(name: string, tensor: PickledTensor | PickledArray, storages: TensorStorages): StoredTensor | Failure {
  return tensor instanceof PickledArray ? readableArray(name, tensor) : readableView(name, tensor, storages);
}

function readableView(name: string, tensor: PickledTensor, storages: TensorStorages): StoredTensor | Failure {
  const { storage, shape, strides } = tensor;
  const called = JSON.stringify(name);
  const embedded = storage.embedded && embeddedStorage(storage.embedded);
  if (embedded && isFailure(embedded)) return { error: `${called}: ${embedded.error}` };
  const type = [tensor.type, embedded?.type].find((one) => one !== undefined && one !== untyped) ?? 'U8';
  const view = { offset: tensor.offset + storage.start, shape, strides };
  const available = embedded ? embedded.bytes.length : storages.size(storage.key);
  if (available === undefined && sizeOf(shape) > 0) return { error: `The values of ${called} are missing from the file; save the checkpoint again.` };
  const numberType = numberTypes.get(type);
  const needed = numberType ? bytesOf(numberType, extentOf(view)) : 0;
  if (!(needed <= (available ?? 0))) {
    return { error: `${called} (${shape.join(' × ')}) needs ${needed} bytes of a storage of ${available ?? 0}; the file is damaged, save or copy it again.` };
  }
  const stored = storedTensor(name, type, view, () => (embedded ? Promise.resolve(bytesSource(name, embedded.bytes)) : storages.find(storage.key)));
  return tensor.negated ? { ...stored, read: async () => (await stored.read()).map((value) => -value) } : stored;
}

function readableArray(name: string, array: PickledArray): StoredTensor | Failure {
  const found = numpyType(array.type);
  if (!found) return { error: `${JSON.stringify(name)} is an array of type ${JSON.stringify(array.type)}, which is not read; save it as float32.` };
  const { type, bigEndian } = found;
  if (bytesOf(type, sizeOf(array.shape)) !== array.bytes.length) {
    return { error: `${JSON.stringify(name)} has ${array.bytes.length} bytes, which its shape (${array.shape.join(' × ')}) does not take; save the file again.` };
  }
  const strides = array.fortran ? columnMajorStrides(array.shape) : rowMajorStrides(array.shape);
  const source = (): Promise<ReturnType<typeof bytesSource>> => Promise.resolve(bytesSource(name, bigEndian ? swapBytes(array.bytes, type.bits / 8) : array.bytes));
  return storedTensor(name, type.name, { offset: 0, shape: array.shape, strides }, source);
}

/** The value of a tensor of one number; undefined where it cannot be read. */
export async function readScalar(tensor: PickledTensor, storages: TensorStorages): Promise<number | undefined> {
  const readable = readableView('scalar', tensor, storages);
  if (isFailure(readable) || !numberTypes.get(readable.type)?.decode || sizeOf(tensor.shape) !== 1) return undefined;
  return (await readable.read().catch(undefinedWhenUnreadable))?.[0];
}

function undefinedWhenUnreadable(error: unknown): undefined {
  if (!(error instanceof UnreadableTensor)) throw error;
  return undefined;
}
