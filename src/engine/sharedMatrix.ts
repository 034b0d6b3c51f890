import type { Matrix } from '../numerics/kernels/matrix';

/** A matrix with its values in memory that all threads see: as they are where they stand there, else copied once. */
export function sharedMatrix({ values, rows, columns }: Matrix): Matrix {
  if (values.buffer instanceof SharedArrayBuffer) return { values, rows, columns };
  const memory = new SharedArrayBuffer(values.byteLength);
  const copy = values instanceof Float32Array ? new Float32Array(memory) : new Float64Array(memory);
  copy.set(values);
  return { values: copy, rows, columns };
}
