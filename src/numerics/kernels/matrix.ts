/** A dense matrix, rows first. */
export interface Matrix {
  readonly values: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export function shortSide({ rows, columns }: Matrix): number {
  return Math.min(rows, columns);
}

export function longSide({ rows, columns }: Matrix): number {
  return Math.max(rows, columns);
}

/** Of a matrix, or a sentence where it has no spectrum. */
export type MatrixScale = number | { readonly error: string };

/**
 * Power of two that brings the largest value of a matrix to [1, 2): with it no square overflows and none that counts
 * vanishes. 0 for a matrix of zeros; a sentence where it has no spectrum. Looks at every value once.
 */
export function scaleOf({ values }: Pick<Matrix, 'values'>): MatrixScale {
  if (values.length === 0) return { error: 'The matrix is empty.' };
  const largest = values instanceof Float32Array ? largestSingle(values) : largestDouble(values);
  if (!(largest < Infinity)) return { error: 'The matrix holds values that are not finite numbers (NaN or infinity).' };
  if (largest === 0) return 0;
  return 2 ** -Math.max(-1022, Math.min(1023, Math.floor(Math.log2(largest))));
}

/** The scale of a matrix from those of its parts. */
export function jointScale(parts: readonly MatrixScale[]): MatrixScale {
  const error = parts.find((part) => typeof part === 'object');
  if (error !== undefined) return error;
  const scales = parts.filter((part) => typeof part === 'number' && part > 0) as number[];
  return scales.length === 0 ? 0 : Math.min(...scales);
}

/** Largest magnitude. Without their sign, singles are in the order of their bits, infinity behind all numbers and NaN behind it: five times as fast. */
function largestSingle(values: Float32Array): number {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  let largest = 0;
  for (let i = 0; i < bits.length; i++) {
    const magnitude = bits[i] & 0x7fffffff;
    if (magnitude > largest) largest = magnitude;
  }
  return new Float32Array(Int32Array.of(largest).buffer)[0];
}

/** Largest magnitude; NaN or infinity where one is not finite. */
function largestDouble(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]);
    if (!(value <= largest)) {
      if (!(value < Infinity)) return value;
      largest = value;
    }
  }
  return largest;
}
