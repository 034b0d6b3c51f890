import { dot } from '../dot';
import { huberLoss, huberWeight } from '../huber';
import { solveSymmetric } from '../solveSymmetric';

/** Residuals, observed minus fitted, as a function of parameters, and how they are judged. */
export interface RobustProblem {
  residuals(parameters: readonly number[]): Float64Array;
  /** Derivatives of what is fitted, which are minus those of the residuals: one column per parameter. */
  fittedJacobian(parameters: readonly number[]): readonly Float64Array[];
  /** Huber's δ in units of the residuals; Infinity for least squares. */
  readonly scale: number;
  /** One per residual. */
  readonly weights: Float64Array;
  /** Bounds of each parameter. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface RobustFit {
  readonly at: readonly number[];
  /** Σ weight·ρ(residual), ρ = r²/2 up to δ and δ(|r| − δ/2) beyond. */
  readonly objective: number;
  readonly residuals: Float64Array;
}

/**
 * Minimises a Huber loss within bounds by damped Newton steps on the free parameters (Levenberg–Marquardt with the projection of
 * Bertsekas 1982). The damping leads from the Newton step, which sees only residuals within δ and ends in a few steps, to
 * ever shorter steps of reweighted least squares, which go downhill from anywhere.
 */
export function robustLeastSquares(problem: RobustProblem, start: readonly number[], { tolerance, steps }: Effort = thorough): RobustFit {
  let fit = fitAt(problem, within(problem, start));
  let damping = 1;
  let still = 0;
  for (let i = 0; i < steps && still < patience && damping < hopeless && fit.objective > exact * fit.residuals.length; i++) {
    const curve = curvatureAt(problem, fit);
    const next = firstDescent(problem, fit, curve, damping);
    damping = next.damping;
    if (!next.fit) break;
    still = fit.objective - next.fit.objective <= tolerance * fit.objective ? still + 1 : 0;
    fit = next.fit;
  }
  return fit;
}

/** How long a minimum is looked for. */
export interface Effort {
  /** Relative gain in the objective below which three steps in a row end the search. */
  readonly tolerance: number;
  readonly steps: number;
}

const thorough: Effort = { tolerance: 1e-13, steps: 300 };
const patience = 3;
/** Objective per residual of a fit that is exact but for rounding. */
const exact = 1e-25;
const hopeless = 1e14;

/** Weighted Huber loss of residuals. */
export function robustObjective(residuals: Float64Array, weights: Float64Array, scale: number): number {
  let sum = 0;
  for (let i = 0; i < residuals.length; i++) {
    sum += weights[i] * (scale === Infinity ? 0.5 * residuals[i] ** 2 : scale * scale * huberLoss(residuals[i] / scale));
  }
  return sum;
}

function fitAt(problem: RobustProblem, at: readonly number[]): RobustFit {
  const residuals = problem.residuals(at);
  const objective = robustObjective(residuals, problem.weights, problem.scale);
  return { at, residuals, objective: Number.isFinite(objective) ? objective : Infinity };
}

/** Tries ever shorter steps. Undefined fit when none goes down: the minimum, to working precision. */
function firstDescent(problem: RobustProblem, from: RobustFit, curve: Curvature, damping: number): { fit?: RobustFit; damping: number } {
  for (let tried = damping; tried < hopeless; tried *= 4) {
    const step = stepOf(curve, tried);
    if (!step) continue;
    const fit = fitAt(problem, within(problem, from.at.map((x, j) => x + step[j])));
    if (fit.objective < from.objective) return { fit, damping: tried / 8 };
  }
  return { damping: hopeless };
}

interface Curvature {
  readonly gradient: readonly number[];
  /** Gauss–Newton Hessian of the Huber loss itself. */
  readonly newton: readonly (readonly number[])[];
  /** That of its reweighted least squares, which is never smaller. */
  readonly reweighted: readonly (readonly number[])[];
  readonly free: readonly number[];
}

function curvatureAt(problem: RobustProblem, { at, residuals }: RobustFit): Curvature {
  const { scale, weights, low, high } = problem;
  const jacobian = problem.fittedJacobian(at);
  const { soft, hard, pull } = pulls(residuals, weights, scale);
  const gradient = jacobian.map((column) => -dot(column, pull));
  const pushesOut = (j: number): boolean => (at[j] <= low[j] && gradient[j] >= 0) || (at[j] >= high[j] && gradient[j] <= 0);
  const free = [...at.keys()].filter((j) => !pushesOut(j) && jacobian[j].some((x) => x !== 0));
  return { gradient, newton: gram(jacobian, hard, free), reweighted: gram(jacobian, soft, free), free };
}

/** Weights of reweighted least squares and of the Newton step, and the derivative of the loss by each residual. */
function pulls(residuals: Float64Array, weights: Float64Array, scale: number) {
  const soft = new Float64Array(residuals.length);
  const hard = new Float64Array(residuals.length);
  const pull = new Float64Array(residuals.length);
  for (let i = 0; i < residuals.length; i++) {
    soft[i] = weights[i] * huberWeight(residuals[i] / scale);
    hard[i] = Math.abs(residuals[i]) <= scale ? weights[i] : 0;
    pull[i] = residuals[i] * soft[i];
  }
  return { soft, hard, pull };
}

function stepOf({ gradient, newton, reweighted, free }: Curvature, damping: number): number[] | undefined {
  const unit = free.map((_, a) => 1 / Math.sqrt(reweighted[a][a] || 1));
  const matrix = free.map((_, a) => free.map((__, b) => unit[a] * unit[b] * (newton[a][b] + damping * reweighted[a][b])));
  const solved = solveSymmetric(matrix, free.map((j, a) => -gradient[j] * unit[a]));
  if (!solved) return undefined;
  const step = gradient.map(() => 0);
  free.forEach((j, a) => { step[j] = solved[a] * unit[a]; });
  return step;
}

function gram(columns: readonly Float64Array[], weights: Float64Array, free: readonly number[]): number[][] {
  const result = free.map(() => new Array<number>(free.length).fill(0));
  for (let a = 0; a < free.length; a++) {
    for (let b = 0; b <= a; b++) result[a][b] = result[b][a] = weightedDot(columns[free[a]], columns[free[b]], weights);
  }
  return result;
}

function weightedDot(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += weights[i] * a[i] * b[i];
  return sum;
}

function within({ low, high }: RobustProblem, at: readonly number[]): number[] {
  return at.map((x, j) => Math.min(high[j], Math.max(low[j], x)));
}
