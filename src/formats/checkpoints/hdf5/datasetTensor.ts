import type { Source } from '../../../model/source';
import { bytesSource } from '../bytesSource';
import type { StoredTensor } from '../checkpointFormat';
import { isFailure } from '../failure';
import type { Failure } from '../failure';
import { orError } from '../malformed';
import { bytesOf } from '../numberTypes';
import { sliceSource } from '../sliceSource';
import { storedTensor } from '../storedTensor';
import { rowMajorStrides, sizeOf } from '../strided';
import { swappedSource } from '../swappedSource';
import { readChunks } from './chunks';
import type { Dataset } from './dataset';
import type { Hdf5File } from './hdf5File';

/** A dataset as a tensor, or why its values cannot be there. */
export function datasetTensor(file: Hdf5File, name: string, dataset: Dataset): StoredTensor | Failure {
  const { type, bigEndian, shape } = dataset;
  if (!(bytesOf(type, sizeOf(shape)) <= roomFor(file, dataset))) {
    return { error: 'the file ends before its values. Copy or save it again.' };
  }
  return storedTensor(name, type.name, { offset: 0, shape, strides: rowMajorStrides(shape) }, async () => {
    const values = await valuesOf(file, dataset);
    return isFailure(values) || !bigEndian ? values : swappedSource(values, type.bits / 8);
  });
}

/** Bytes that a dataset can have at most. */
function roomFor(file: Hdf5File, { layout }: Dataset): number {
  if (layout.kind === 'compact') return layout.bytes.length;
  return layout.kind === 'contiguous' ? Math.max(0, Math.min(layout.length, file.size - file.base - layout.at)) : Number.MAX_SAFE_INTEGER;
}

async function valuesOf(file: Hdf5File, dataset: Dataset): Promise<Source | Failure> {
  const { layout } = dataset;
  if (layout.kind === 'compact') return bytesSource(file.source.path, layout.bytes);
  if (layout.kind === 'contiguous') return sliceSource(file.source, file.base + layout.at, layout.length, 'values');
  const bytes = await orError(() => readChunks(file, dataset, layout.tree, layout.chunk));
  return isFailure(bytes) ? bytes : bytesSource(file.source.path, bytes);
}
