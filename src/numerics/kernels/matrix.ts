/** A dense matrix, rows first. */
export interface Matrix {
  readonly values: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** What must be known of a matrix before squares of its values are summed. */
export interface Magnitude {
  /** Power of two that brings the largest value to [1, 2): with it no square overflows and none that counts vanishes. */
  readonly scale: number;
  readonly isZero: boolean;
}

/** Looks at every value once. Undefined when one of them is not a finite number. */
export function magnitude(values: Float32Array | Float64Array): Magnitude | undefined {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]);
    if (!(value <= largest)) {
      if (!(value < Infinity)) return undefined;
      largest = value;
    }
  }
  if (largest === 0) return { scale: 1, isZero: true };
  return { scale: 2 ** -Math.max(-1022, Math.min(1023, Math.floor(Math.log2(largest)))), isZero: false };
}
