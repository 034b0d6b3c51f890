import { Arena } from './arena';

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

/** Singles that are looked at together: their copy stays in the first cache. */
const chunk = 4096;

/** Largest magnitude; NaN or infinity where one is not finite. */
function largestSingle(values: Float32Array): number {
  return Arena.use(chunk * 4, (arena) => {
    const address = arena.take(chunk * 4);
    const copy = arena.singles(address, chunk);
    let bits = 0;
    for (let start = 0; start < values.length; start += chunk) {
      const part = values.subarray(start, start + chunk);
      copy.set(part);
      copy.fill(0, part.length);
      bits = Math.max(bits, arena.kernels.largestSingle(address, chunk));
    }
    return new Float32Array(Int32Array.of(bits).buffer)[0];
  });
}

/** The same of doubles. */
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
