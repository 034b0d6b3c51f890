import type { Arena } from './arena';
import { paddedSize } from './gram';
import type { ProgressListener } from './progress';

/** Memory that eigenvaluesAt takes beside the matrix. */
export function eigenvalueBytes(size: number): number {
  const workRows = 1 + 5 * 8; // as tridiagonalWork says, before there are kernels to ask
  return paddedSize(size) * 8 * (workRows + 2) + 3 * 64;
}

/** Rows that are reduced between two reports of progress. */
const rowsAtOnce = 128;

/**
 * All eigenvalues, descending, of the symmetric matrix of which the lower triangle lies in the kernels' memory, padded
 * with zeros; it is overwritten. Undefined when the iteration does not converge.
 */
export function eigenvaluesAt(arena: Arena, matrix: number, size: number, progress?: ProgressListener): Float64Array | undefined {
  const { tridiagonalise, tridiagonalEigenvalues, tridiagonalWork } = arena.kernels;
  const diagonal = arena.take(size * 8);
  const offDiagonal = arena.take(size * 8);
  const work = arena.take(tridiagonalWork(size) * 8);
  for (let last = size; last > 0;) {
    last = tridiagonalise(matrix, paddedSize(size) * 8, size, last, Math.max(0, last - rowsAtOnce), diagonal, offDiagonal, work);
    progress?.(1 - (last / size) ** 3); // what is left is a matrix of this size
  }
  if (!tridiagonalEigenvalues(diagonal, offDiagonal, size)) return undefined;
  return arena.doubles(diagonal, size).slice().sort().reverse();
}
