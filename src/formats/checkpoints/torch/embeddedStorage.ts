import type { Failure } from '../failure';
import { isFailure } from '../failure';
import { loadStorage } from '../pickle/loadStorage';
import { TensorStorage } from '../pickle/pickleValue';
import { untyped } from '../pickle/torchTypes';
import { unpickle } from '../pickle/unpickle';

/** A storage that stands in a pickle itself. */
export interface EmbeddedStorage {
  /** Number type of its class; '' for bytes without a type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * Takes a storage out of what `pickle.dump` writes of a tensor: a file of the legacy form with this one storage, that is five pickles
 * (magic number, version, system, the storage, its key), the number of its numbers as int64, and the numbers.
 */
export function embeddedStorage(bytes: Uint8Array): EmbeddedStorage | Failure {
  let end = 0;
  let storage: TensorStorage | undefined;
  for (let i = 0; i < 5; i++) {
    const unpickled = unpickle(bytes, loadStorage, end);
    if (isFailure(unpickled)) return unpickled;
    if (unpickled.value instanceof TensorStorage) storage = unpickled.value;
    end = unpickled.end;
  }
  return { type: storage?.type ?? untyped, bytes: bytes.subarray(end + 8) };
}
