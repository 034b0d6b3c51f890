import { descendingShares } from './descending';

/**
 * Jensen–Shannon divergence of two normalised spectra in nats, in [0, ln 2], eigenvalue by eigenvalue in descending order; the shorter
 * one is filled with zeros. NaN where one of them has no positive eigenvalue.
 */
export function jensenShannon(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [p, q] = [descendingShares(first), descendingShares(second)];
  let sum = 0;
  for (let i = 0; i < Math.max(p.length, q.length); i++) sum += halfDivergences(p[i] ?? 0, q[i] ?? 0);
  return Math.max(0, sum);
}

function halfDivergences(p: number, q: number): number {
  const middle = (p + q) / 2;
  return (term(p, middle) + term(q, middle)) / 2;
}

function term(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log(share / middle);
}
