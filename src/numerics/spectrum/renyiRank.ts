/**
 * Rényi effective rank (Σ pᵃ)^(1/(1−a)) of p = λ/Σλ, non-increasing in the order a ≥ 0: 0 counts the positive eigenvalues, 1 is the
 * soft rank, 2 the hard rank, Infinity the stable rank. NaN where no eigenvalue is positive.
 */
export function renyiRank(eigenvalues: ArrayLike<number>, order: number): number {
  const positive = Float64Array.from(eigenvalues).filter((value) => value > 0);
  const total = positive.reduce((sum, value) => sum + value, 0);
  if (positive.length === 0) return NaN;
  const shares = positive.map((value) => value / total);
  if (order === Infinity) return 1 / shares.reduce((most, share) => Math.max(most, share), 0);
  if (order === 1) return Math.exp(shares.reduce((sum, share) => sum - share * Math.log(share), 0));
  return shares.reduce((sum, share) => sum + share ** order, 0) ** (1 / (1 - order));
}
