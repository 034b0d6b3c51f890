/**
 * Solves M·x = v for a symmetric positive-definite M (rows of full length) by Cholesky. Undefined when M is not
 * positive definite to working precision.
 */
export function solveSymmetric(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const lower = cholesky(matrix);
  if (!lower) return undefined;
  const x = [...right];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) x[i] -= lower[i][j] * x[j];
    x[i] /= lower[i][i];
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < x.length; j++) x[i] -= lower[j][i] * x[j];
    x[i] /= lower[i][i];
  }
  return x;
}

/** Lower Cholesky factor of a symmetric positive-definite matrix, or undefined. */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const lower: number[][] = matrix.map((row) => new Array<number>(row.length).fill(0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      if (i !== j) lower[i][j] = sum / lower[j][j];
      else if (sum > 1e-14 * Math.abs(matrix[i][i])) lower[i][i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return lower;
}
