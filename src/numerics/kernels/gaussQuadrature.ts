import type { Recurrence } from './lanczos';
import { tridiagonalVectors } from './tridiagonalVectors';

/** Points whose weights sum to the squared norm of the probe. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss quadrature of a Lanczos recurrence cut off after `steps` steps (Golub & Welsch, Math. Comp. 23, 1969): its nodes are the
 * eigenvalues of the tridiagonal matrix, its weights the squared first components of their eigenvectors.
 */
export function gaussQuadrature({ diagonal, offDiagonal, mass }: Recurrence, steps: number): Quadrature {
  const { eigenvalues, components: [first] } = tridiagonalVectors({ diagonal: diagonal.slice(0, steps), offDiagonal: offDiagonal.slice(0, steps) }, [0]);
  return { nodes: eigenvalues, weights: first.map((component) => component * component * mass) };
}
