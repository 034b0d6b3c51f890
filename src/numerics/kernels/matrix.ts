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

/**
 * Power of two that brings the largest value of a matrix to [1, 2): with it no square overflows and none that counts
 * vanishes. 0 for a matrix of zeros; a sentence where it has no spectrum. Looks at every value once.
 */
export function scaleOf({ values }: Matrix): number | { readonly error: string } {
  if (values.length === 0) return { error: 'The matrix is empty.' };
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]);
    if (!(value <= largest)) {
      if (!(value < Infinity)) return { error: 'The matrix holds values that are not finite numbers (NaN or infinity).' };
      largest = value;
    }
  }
  if (largest === 0) return 0;
  return 2 ** -Math.max(-1022, Math.min(1023, Math.floor(Math.log2(largest))));
}
