import type { Source } from '../../../model/source';
import type { StoredTensor } from '../checkpointFormat';
import { isFailure } from '../failure';
import type { Failure } from '../failure';
import { sliceSource } from '../sliceSource';
import { storedTensor } from '../storedTensor';
import { columnMajorStrides, rowMajorStrides } from '../strided';
import { swappedSource } from '../swappedSource';
import type { NpyHeader } from './readNpyHeader';

/** The values behind a header; `find` gives the whole .npy file. */
export function npyTensor(name: string, { type, bigEndian, fortranOrder, shape, dataStart }: NpyHeader, find: () => Promise<Source | Failure>): StoredTensor {
  const strides = fortranOrder ? columnMajorStrides(shape) : rowMajorStrides(shape);
  return storedTensor(name, type.name, { offset: 0, shape, strides }, async () => {
    const file = await find();
    if (isFailure(file)) return file;
    const values = sliceSource(file, dataStart, Infinity, name);
    return bigEndian ? swappedSource(values, type.bits / 8) : values;
  });
}
