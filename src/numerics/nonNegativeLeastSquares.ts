import { solveSymmetric } from './solveSymmetric';

/**
 * Minimises ‖W^½(X·c − y)‖² + Σ ridge_j·c_j² over c with c_j ≥ 0 for every j that is not `free`, by the active-set method of
 * Lawson and Hanson (1974) on the normal equations of the scaled columns. Columns of X are arrays of equal length.
 */
export function nonNegativeLeastSquares(
  columns: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  { ridge, free }: { readonly ridge?: readonly number[]; readonly free?: readonly boolean[] } = {},
): number[] {
  const { gram, moment, scale } = normalEquations(columns, y, weights, ridge);
  const isFree = (j: number): boolean => free?.[j] ?? false;
  const passive = new Set([...columns.keys()].filter(isFree));
  let solution = solveOn(passive, gram, moment);
  for (let round = 0; round < 3 * columns.length; round++) {
    const entering = steepest(gram, moment, solution, passive);
    if (entering < 0) break;
    passive.add(entering);
    solution = backToFeasible(passive, gram, moment, solution, isFree);
  }
  return solution.map((c, j) => c / scale[j]);
}

function normalEquations(columns: readonly ArrayLike<number>[], y: ArrayLike<number>, weights: ArrayLike<number>, ridge?: readonly number[]) {
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += weights[i] * a[i] * b[i];
    return sum;
  };
  const diagonal = columns.map((column, j) => dot(column, column) + (ridge?.[j] ?? 0));
  const scale = diagonal.map((d) => (d > 0 ? Math.sqrt(d) : 1));
  const gram = columns.map((a, i) => columns.map((b, j) => (i === j ? (diagonal[i] > 0 ? 1 : 0) : dot(a, b) / (scale[i] * scale[j]))));
  return { gram, moment: columns.map((a, j) => dot(a, y) / scale[j]), scale };
}

function solveOn(passive: ReadonlySet<number>, gram: readonly (readonly number[])[], moment: readonly number[]): number[] {
  const index = [...passive];
  const x = solveSymmetric(index.map((i) => index.map((j) => gram[i][j])), index.map((i) => moment[i]));
  const full = moment.map(() => 0);
  index.forEach((j, k) => { full[j] = x ? x[k] : 0; });
  return full;
}

/** The inactive column along which the misfit falls fastest, or -1 at the optimum. */
function steepest(gram: readonly (readonly number[])[], moment: readonly number[], at: readonly number[], passive: ReadonlySet<number>): number {
  let best = -1;
  let slope = 1e-10 * Math.max(...moment.map(Math.abs));
  for (let j = 0; j < moment.length; j++) {
    if (passive.has(j)) continue;
    const gradient = moment[j] - gram[j].reduce((sum, g, k) => sum + g * at[k], 0);
    if (gradient > slope) { best = j; slope = gradient; }
  }
  return best;
}

/** Moves from the feasible `from` towards the solution on the passive set, dropping columns that would turn negative. */
function backToFeasible(
  passive: Set<number>, gram: readonly (readonly number[])[], moment: readonly number[], from: readonly number[],
  isFree: (j: number) => boolean,
): number[] {
  let current = [...from];
  for (;;) {
    const target = solveOn(passive, gram, moment);
    const negative = [...passive].filter((j) => !isFree(j) && target[j] <= 0);
    if (negative.length === 0) return target;
    const share = Math.min(...negative.map((j) => current[j] / (current[j] - target[j] || 1)));
    current = current.map((c, j) => c + share * (target[j] - c));
    for (const j of negative) if (current[j] <= 1e-14) { passive.delete(j); current[j] = 0; }
    if (negative.every((j) => passive.has(j))) { passive.delete(negative[0]); current[negative[0]] = 0; }
  }
}
