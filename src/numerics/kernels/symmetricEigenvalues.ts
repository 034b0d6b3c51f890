import { Arena } from './arena';
import { paddedSize } from './gram';

/** Memory that eigenvaluesAt takes beside the matrix. */
export function eigenvalueBytes(size: number): number {
  const workDoublesPerRow = 1 + 16 + 64;
  return paddedSize(size) * 8 * (workDoublesPerRow + 2) + 3 * 64;
}

/**
 * All eigenvalues, descending, of the symmetric matrix of which the lower triangle lies in the kernels' memory, padded
 * with zeros to whole tiles; it is overwritten. Undefined when the iteration does not converge.
 */
export function eigenvaluesAt(arena: Arena, matrix: number, size: number): Float64Array | undefined {
  const { tridiagonalise, tridiagonalEigenvalues, tridiagonalWork } = arena.kernels;
  const diagonal = arena.take(size * 8);
  const offDiagonal = arena.take(size * 8);
  tridiagonalise(matrix, paddedSize(size) * 8, size, diagonal, offDiagonal, arena.take(tridiagonalWork(size) * 8));
  if (!tridiagonalEigenvalues(diagonal, offDiagonal, size)) return undefined;
  return arena.doubles(diagonal, size).slice().sort().reverse();
}

/** All eigenvalues, descending, of a symmetric matrix of which the lower triangle is given, rows first. */
export function symmetricEigenvalues(lower: Float64Array, size: number): Float64Array | undefined {
  const padded = paddedSize(size);
  return Arena.use(padded * padded * 8 + eigenvalueBytes(size), (arena) => {
    const matrix = arena.take(padded * padded * 8);
    arena.bytes(matrix, padded * padded * 8).fill(0);
    for (let row = 0; row < size; row++) arena.doubles(matrix + row * padded * 8, size).set(lower.subarray(row * size, (row + 1) * size));
    return eigenvaluesAt(arena, matrix, size);
  });
}
