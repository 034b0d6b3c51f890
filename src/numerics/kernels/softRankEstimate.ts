import { solveSymmetric } from '../solveSymmetric';
import type { Quadrature } from './gaussQuadrature';

/** What is known exactly: of the whole spectrum its sum, of the part that is estimated also the rest. */
export interface KnownMoments {
  /** Σλ over all eigenvalues. */
  readonly total: number;
  /** Number of eigenvalues that are estimated. */
  readonly size: number;
  /** Their Σλ. */
  readonly trace: number;
  /** Their Σλ². */
  readonly traceOfSquare: number;
}

export interface EntropyEstimate {
  /** −Σ p ln p of p = λ/total, over the part that is estimated. */
  readonly entropy: number;
  readonly standardError: number;
}

/**
 * Entropy of a spectrum by stochastic Lanczos quadrature (Ubaru, Chen & Saad, SIAM J. Matrix Anal. Appl. 38, 2017): the mean over
 * random probes of Σ w·f(θ), with f(λ) = −p ln p. Constants, λ and λ² have sums that are known exactly, so the parabola that is
 * nearest to f over the spectrum is summed exactly and only what is left of f is estimated. The variance of a Rademacher probe of a
 * symmetric R is at most 2‖R‖² (Avron & Toledo, J. ACM 58, 2011), which is estimated likewise: steadier than the scatter of few probes.
 */
export function estimateEntropy(quadratures: readonly Quadrature[], { total, size, trace, traceOfSquare }: KnownMoments): EntropyEstimate {
  const share = (node: number): number => Math.max(0, node) / total;
  const parabola = nearestParabola(quadratures, share);
  const rest = (node: number): number => surprise(share(node)) - parabola(share(node), 1, share(node) ** 2);
  const sum = (value: (node: number) => number): number =>
    quadratures.reduce((all, { nodes, weights }) => all + nodes.reduce((part, node, i) => part + weights[i] * value(node), 0), 0) / quadratures.length;
  return {
    entropy: sum(rest) + parabola(trace / total, size, traceOfSquare / total ** 2),
    standardError: Math.sqrt((2 * sum((node) => rest(node) ** 2)) / quadratures.length),
  };
}

/** −p ln p of a share p of the eigenvalues' sum, in nats; 0 for none. */
export function surprise(share: number): number {
  return share > 0 ? -share * Math.log(share) : 0;
}

/** Coefficients by least squares, weighted as the eigenvalues are; applied to (Σp, Σ1, Σp²), for one eigenvalue or for all. */
function nearestParabola(quadratures: readonly Quadrature[], share: (node: number) => number): (first: number, zeroth: number, second: number) => number {
  const largest = Math.max(0, ...quadratures.map(({ nodes }) => share(Math.max(0, ...nodes))));
  if (!(largest > 0)) return () => 0; // nothing is left to estimate
  const size = quadratures.reduce((sum, { weights }) => sum + weights.reduce((part, weight) => part + weight, 0), 0);
  const normal = [[ridge, 0, 0], [0, ridge, 0], [0, 0, ridge]];
  const right = [0, 0, 0];
  for (const { nodes, weights } of quadratures) {
    nodes.forEach((node, k) => {
      const x = share(node) / largest;
      const powers = [1, x, x * x];
      for (let i = 0; i < 3; i++) {
        right[i] += (weights[k] / size) * powers[i] * surprise(share(node));
        for (let j = 0; j < 3; j++) normal[i][j] += (weights[k] / size) * powers[i] * powers[j];
      }
    });
  }
  const [c0, c1, c2] = solveSymmetric(normal, right) ?? [0, 0, 0]; // any parabola is right, the nearest is best
  return (first, zeroth, second) => c0 * zeroth + (c1 * first) / largest + (c2 * second) / largest ** 2;
}

/** Keeps the fit solvable where all eigenvalues are the same. */
const ridge = 1e-12;
