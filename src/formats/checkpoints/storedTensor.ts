import type { Source } from '../../model/source';
import { UnreadableTensor } from './checkpointFormat';
import type { StoredTensor } from './checkpointFormat';
import { isFailure } from './failure';
import type { Failure } from './failure';
import { bytesOf, numberTypes } from './numberTypes';
import { readStrided, sizeOf } from './strided';
import type { StridedView } from './strided';

/** A tensor that is a view of the numbers in a file or entry, which is found only when the values are asked for. */
export function storedTensor(name: string, typeName: string, view: StridedView, find: () => Promise<Source | Failure>): StoredTensor {
  const type = numberTypes.get(typeName);
  return {
    name,
    shape: view.shape,
    type: typeName,
    bytes: type ? bytesOf(type, sizeOf(view.shape)) : 0,
    async read() {
      if (!type) throw new UnreadableTensor(`Numbers of type ${typeName} are not read; save the tensor as float32.`);
      const source = await find();
      if (isFailure(source)) throw new UnreadableTensor(source.error);
      return readStrided(source, type, view);
    },
  };
}
