import { median } from 'simple-statistics';

/** Median of finite or infinite numbers; NaN of none. */
export function medianOf(values: ArrayLike<number>): number {
  return values.length === 0 ? NaN : median(Array.from(values));
}
