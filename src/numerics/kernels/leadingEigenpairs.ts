import type { Arena } from './arena';
import { paddedSize } from './gram';
import type { Deflation, SymmetricMatrix, Tridiagonal } from './lanczos';
import { Lanczos } from './lanczos';
import { tridiagonalVectors } from './tridiagonalVectors';

/** The largest eigenvalues, descending, with their eigenvectors in the kernels' memory; at least one. */
export interface LeadingEigenpairs extends Deflation {
  readonly eigenvalues: readonly number[];
}

/** So many eigenvectors are kept at most. */
const mostPairs = 64;
/** Steps are made until the largest eigenvalue has converged; a hundred or two do for the densest upper edge. */
const leastSteps = 48;
const mostSteps = 400;
const stepsAtOnce = 16;
/** Residual, relative to the largest eigenvalue, up to which an eigenvector counts as found; the eigenvalue's error is its square. */
const tolerance = 1e-6;

/** Memory that leadingEigenpairs takes: for what it keeps, and for what it works with. */
export function leadingBytes(size: number): { readonly kept: number; readonly work: number } {
  return { kept: mostPairs * paddedSize(size) * 8 + 64, work: Lanczos.bytes(size, 1, mostSteps) };
}

/** All leading eigenpairs that one Lanczos recurrence finds until the largest has converged. */
export function leadingEigenpairs(arena: Arena, matrix: SymmetricMatrix, component: () => number): LeadingEigenpairs {
  const address = arena.take(mostPairs * paddedSize(matrix.size) * 8);
  return arena.borrow(() => {
    const lanczos = new Lanczos(arena, matrix, { count: 1, mostSteps }, component);
    let pairs: Pairs;
    let steps = 0;
    do {
      for (let i = 0; i < stepsAtOnce && !lanczos.isComplete; i++, steps++) lanczos.step();
      pairs = convergedPairs(lanczos.recurrences[0], lanczos.isComplete);
    } while (!lanczos.isComplete && steps < mostSteps && (steps < leastSteps || pairs.converged === 0));
    const kept = pairs.order.slice(0, Math.max(1, Math.min(pairs.converged, mostPairs)));
    kept.forEach((pair, i) => combine(arena, lanczos, matrix.size, address + i * paddedSize(matrix.size) * 8, pairs.components.map((row) => row[pair])));
    return { address, count: kept.length, eigenvalues: kept.map((pair) => pairs.eigenvalues[pair]) };
  });
}

interface Pairs {
  readonly eigenvalues: Float64Array;
  readonly components: readonly Float64Array[];
  /** Descending. */
  readonly order: readonly number[];
  /** How many of the first have converged. */
  readonly converged: number;
}

function convergedPairs({ diagonal, offDiagonal }: Tridiagonal, isComplete: boolean): Pairs {
  const size = diagonal.length;
  const { eigenvalues, components } = tridiagonalVectors({ diagonal, offDiagonal }, [...diagonal.keys()]);
  const order = [...eigenvalues.keys()].sort((i, j) => eigenvalues[j] - eigenvalues[i]);
  if (isComplete) return { eigenvalues, components, order, converged: size };
  const residuals = order.map((pair) => offDiagonal[size - 1] * Math.abs(components[size - 1][pair]));
  const open = residuals.findIndex((residual) => residual > tolerance * eigenvalues[order[0]]);
  return { eigenvalues, components, order, converged: open < 0 ? size : open };
}

/** The eigenvector of the matrix that belongs to one of the recurrence's. */
function combine(arena: Arena, lanczos: Lanczos, size: number, address: number, weights: readonly number[]): void {
  arena.doubles(address, paddedSize(size)).fill(0);
  weights.forEach((weight, step) => arena.kernels.addScaled(address, weight, lanczos.vector(step), size));
}
