import { descendingShares } from './descending';

/** Share of the sum that the k largest of non-negative eigenvalues hold, for each k; NaN where the sum is 0. */
export function topShares(eigenvalues: ArrayLike<number>, ks: readonly number[]): number[] {
  const shares = descendingShares(eigenvalues);
  return ks.map((k) => shares.subarray(0, k).reduce((sum, share) => sum + share, 0));
}
