import { huberWeight } from '../huber';
import { solveSymmetric } from '../solveSymmetric';
import type { SeparableLaw } from './separableLaw';
import { lawJacobian, type Misfit, type SeparableFit } from './variableProjection';

/** Condition numbers of the Gauss–Newton matrix of a fit: how much the data say least about, against what they say most about. */
export interface Conditioning {
  /** Of all parameters as they stand in the law. */
  readonly direct: number;
  /** Of the shape alone once the coefficients follow it, which is what variable projection searches. */
  readonly projected: number;
}

/** Undefined where the points do not determine the coefficients. */
export function conditioningOf(law: SeparableLaw, fit: SeparableFit, misfit: Misfit): Conditioning | undefined {
  const weights = fit.residuals.map((r, i) => (misfit.weights?.[i] ?? 1) * huberWeight(r / misfit.scale));
  const jacobian = lawJacobian(law, fit.parameters, misfit.residuals);
  const matrix = jacobian.map((a) => jacobian.map((b) => a.reduce((sum, x, i) => sum + weights[i] * x * b[i], 0)));
  const reduced = schurComplement(matrix, law.coefficients.length);
  return reduced && { direct: conditionNumber(matrix), projected: conditionNumber(reduced) };
}

/** M_ss − M_sc·M_cc⁻¹·M_cs, c the first `count` rows. */
function schurComplement(matrix: readonly (readonly number[])[], count: number): number[][] | undefined {
  const linear = matrix.slice(0, count).map((row) => row.slice(0, count));
  const rest = matrix.slice(count);
  const solved = rest.map((row) => solveSymmetric(linear, row.slice(0, count)));
  return rest.map((row) => rest.map((_, b) => row[count + b] - row.slice(0, count).reduce((sum, x, k) => sum + x * (solved[b]?.[k] ?? NaN), 0)));
}

function conditionNumber(matrix: readonly (readonly number[])[]): number {
  const values = eigenvalues(matrix);
  return Math.max(...values) / Math.max(Math.min(...values), 0);
}

/** Eigenvalues of a small symmetric matrix by Jacobi rotations. */
export function eigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => [...row]);
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) rotate(a, p, q);
  }
  return a.map((row, i) => row[i]);
}

/** Makes a[p][q] zero. */
function rotate(a: number[][], p: number, q: number): void {
  if (Math.abs(a[p][q]) <= 1e-300) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(t, 1);
  const sine = t * cosine;
  for (const row of a) [row[p], row[q]] = [cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]];
  for (let k = 0; k < a.length; k++) [a[p][k], a[q][k]] = [cosine * a[p][k] - sine * a[q][k], sine * a[p][k] + cosine * a[q][k]];
}
