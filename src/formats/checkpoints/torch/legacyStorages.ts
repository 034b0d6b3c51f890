import type { Source } from '../../../model/source';
import type { Failure } from '../failure';
import { numberTypes } from '../numberTypes';
import type { PickleValue } from '../pickle/pickleValue';
import { sliceSource } from '../sliceSource';
import type { TensorStorages } from './tensorStorages';

interface Place {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Finds the storages that follow the pickles of an old file: for each key in their order the number of its numbers
 * (int64), then the numbers.
 */
export async function legacyStorages(source: Source, start: number, keys: readonly PickleValue[], types: ReadonlyMap<string, string>): Promise<TensorStorages | Failure> {
  const size = (await source.stat())?.size ?? 0;
  const places = new Map<string, Place>();
  let at = start;
  for (const key of keys.map(String)) {
    const bits = numberTypes.get(types.get(key) || 'U8')?.bits;
    if (bits === undefined) return { error: `The file holds numbers of type ${types.get(key)}, which are not read; save it again as float32.` };
    const header = await source.read(at, 8);
    if (header.length < 8) return cutOff;
    const bytes = (readInt64(header) * bits) / 8;
    if (!(bytes >= 0 && at + 8 + bytes <= size)) return cutOff;
    places.set(key, { offset: at + 8, bytes });
    at += 8 + bytes;
  }
  return {
    size: (key) => places.get(key)?.bytes,
    find: (key) => Promise.resolve(sliceOf(source, key, places.get(key))),
  };
}

function sliceOf(source: Source, key: string, place: Place | undefined): Source | Failure {
  return place ? sliceSource(source, place.offset, place.bytes, key) : { error: 'Its values are missing from the file; save the checkpoint again.' };
}

function readInt64(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return view.getInt32(4, true) * 2 ** 32 + view.getUint32(0, true);
}

const cutOff: Failure = { error: 'The file ends before its values: it is still being written or was cut off; wait, or copy it again.' };
