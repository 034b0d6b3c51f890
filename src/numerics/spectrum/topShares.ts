/** Share of the sum that the k largest of non-negative eigenvalues hold, for each k; NaN where the sum is 0. */
export function topShares(eigenvalues: ArrayLike<number>, ks: readonly number[]): number[] {
  const descending = Float64Array.from(eigenvalues, (value) => Math.max(value, 0)).sort().reverse();
  const total = descending.reduce((sum, value) => sum + value, 0);
  return ks.map((k) => descending.subarray(0, k).reduce((sum, value) => sum + value, 0) / total);
}
