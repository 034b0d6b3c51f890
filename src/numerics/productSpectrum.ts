import { dot } from './dot';

/** Factors of B·A, rows first: `left` is B, rows × rank, and `right` is A, rank × columns. */
export interface Factors {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly rank: number;
}

/**
 * The `rank` eigenvalues of (BA)ᵀ(BA), descending: the squared singular values of a product that is never formed. With
 * B = Q₁R₁ and Aᵀ = Q₂R₂ they are those of the small matrix R₁R₂ᵀ, found by one-sided Jacobi rotations (Demmel & Veselić,
 * SIAM J. Matrix Anal. Appl. 13, 1992), so that small ones are not lost in a squared condition number.
 */
export function productSpectrum({ left, right, rank }: Factors): Float64Array {
  const r1 = triangularFactor(columnsOf(left, rank));
  const r2 = triangularFactor(rowsOf(right, rank));
  const small = Array.from({ length: rank }, (_, column) =>
    Float64Array.from({ length: rank }, (_, row) => r1[row].reduce((sum, value, k) => sum + value * r2[column][k], 0)));
  orthogonalise(small);
  return Float64Array.from(small, (column) => dot(column, column)).sort().reverse();
}

function columnsOf(matrix: ArrayLike<number>, count: number): Float64Array[] {
  const columns = Array.from({ length: count }, () => new Float64Array(matrix.length / count));
  for (let i = 0; i < matrix.length; i++) columns[i % count][Math.floor(i / count)] = matrix[i];
  return columns;
}

function rowsOf(matrix: ArrayLike<number>, count: number): Float64Array[] {
  const columns = matrix.length / count;
  const rows = Array.from({ length: count }, () => new Float64Array(columns));
  for (let i = 0; i < matrix.length; i++) rows[Math.floor(i / columns)][i % columns] = matrix[i];
  return rows;
}

/** Rows of R of the QR factorisation by modified Gram–Schmidt, whose R is as accurate as Householder's (Björck 1967). Uses up the columns. */
function triangularFactor(columns: readonly Float64Array[]): Float64Array[] {
  return columns.map((column, k) => {
    const row = new Float64Array(columns.length);
    row[k] = Math.sqrt(dot(column, column));
    if (row[k] === 0) return row;
    for (let i = 0; i < column.length; i++) column[i] /= row[k];
    for (let j = k + 1; j < columns.length; j++) {
      row[j] = dot(column, columns[j]);
      for (let i = 0; i < column.length; i++) columns[j][i] -= row[j] * column[i];
    }
    return row;
  });
}

/** Rotates pairs of columns until all are orthogonal to each other: their lengths are then the singular values. */
function orthogonalise(columns: readonly Float64Array[]): void {
  for (let sweep = 0, rotated = true; rotated && sweep < mostSweeps; sweep++) {
    rotated = false;
    for (let i = 0; i < columns.length; i++) {
      for (let j = i + 1; j < columns.length; j++) rotated = rotatePair(columns[i], columns[j]) || rotated;
    }
  }
}

/** Convergence is quadratic: ten sweeps are plenty, also for hundreds of columns. */
const mostSweeps = 40;

function rotatePair(a: Float64Array, b: Float64Array): boolean {
  const product = dot(a, b);
  const lengthA = dot(a, a);
  const lengthB = dot(b, b);
  if (!(Math.abs(product) > Number.EPSILON * Math.sqrt(lengthA) * Math.sqrt(lengthB))) return false;
  const zeta = (lengthB - lengthA) / (2 * product);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < a.length; i++) {
    const before = a[i];
    a[i] = cosine * before - sine * b[i];
    b[i] = sine * before + cosine * b[i];
  }
  return true;
}
