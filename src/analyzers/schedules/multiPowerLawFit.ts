import { huberLoss, huberWeight } from '../../numerics/huber';
import { nelderMead } from '../../numerics/nelderMead';
import { nonNegativeLeastSquares } from '../../numerics/nonNegativeLeastSquares';
import { rateChangeTerm, type MultiPowerParameters } from './multiPowerLaw';
import type { RatePath } from './ratePath';

/** Losses of one run at ascending steps, and the rates it was trained with. */
export interface ScheduledCurve {
  readonly steps: ArrayLike<number>;
  readonly losses: ArrayLike<number>;
  readonly path: RatePath;
}

export interface MultiPowerFit {
  readonly parameters: MultiPowerParameters;
  /** Offset of each run from the common law (data order, seed): a random effect with mean 0. */
  readonly offsets: readonly number[];
  /** Root mean square of the residuals, offsets included. */
  readonly rmse: number;
}

/**
 * What is believed before any data, from the published fits of the 100M and 400M models (arXiv 2503.12811; C 2.13 and
 * 2.02, β .598 and .594, γ .655 and .635): one curve seldom identifies these three. Mean and standard deviation.
 */
export const publishedShape = {
  logC: { mean: Math.log(2.08), deviation: 0.5 },
  beta: { mean: 0.596, deviation: 0.1 },
  gamma: { mean: 0.645, deviation: 0.1 },
} as const;

/**
 * Fits the Multi-Power Law to one or several runs: Huber loss of the relative residuals with the paper's scale of 0.001, plus
 * the prior on the shape. L0, A, B and the runs' offsets enter linearly and are solved inside (variable projection); α, C,
 * β and γ are searched by the simplex from several starts. Deterministic.
 */
export function fitMultiPowerLaw(curves: readonly ScheduledCurve[]): MultiPowerFit {
  const problem = prepare(curves);
  const objective = (shape: readonly number[]): number => (inDomain(shape) ? solve(problem, shape).misfit + priorMisfit(shape) : Infinity);
  const found = starts.map((start) => nelderMead(objective, start, [0.05, 0.3, 0.05, 0.05], { iterations: 250, tolerance: 1e-7 }));
  const best = found.reduce((a, b) => (b.value < a.value ? b : a));
  return describe(problem, best.at);
}

/** α, ln C, β, γ. */
type Shape = readonly number[];

const huberScale = 0.001;
const starts: readonly Shape[] = [
  [0.5, publishedShape.logC.mean, publishedShape.beta.mean, publishedShape.gamma.mean],
  [0.4, 0, 0.3, 0.7],
];

interface Problem {
  readonly curves: readonly ScheduledCurve[];
  readonly losses: Float64Array;
  readonly sums: Float64Array;
  readonly indicators: readonly Float64Array[];
}

function prepare(curves: readonly ScheduledCurve[]): Problem {
  const owner = curves.flatMap((curve, j) => Array.from(curve.losses, () => j));
  return {
    curves,
    losses: Float64Array.from(curves.flatMap((curve) => Array.from(curve.losses))),
    sums: Float64Array.from(curves.flatMap((curve) => Array.from(curve.steps, (step) => curve.path.sumTo(step)))),
    indicators: curves.length > 1 ? curves.map((_, j) => Float64Array.from(owner, (o) => (o === j ? 1 : 0))) : [],
  };
}

function inDomain([alpha, logC, beta, gamma]: Shape): boolean {
  return alpha > 0.01 && alpha < 3 && Math.abs(logC) < 12 && beta > 0.01 && beta < 5 && Math.abs(gamma) < 5;
}

function priorMisfit([, logC, beta, gamma]: Shape): number {
  const z = (x: number, { mean, deviation }: { mean: number; deviation: number }): number => ((x - mean) / deviation) ** 2;
  return 0.5 * (z(logC, publishedShape.logC) + z(beta, publishedShape.beta) + z(gamma, publishedShape.gamma));
}

interface Solution {
  readonly coefficients: readonly number[];
  readonly misfit: number;
  readonly residuals: Float64Array;
}

/** Iteratively reweighted: the weights turn least squares into the Huber loss of the relative residual. */
function solve(problem: Problem, shape: Shape): Solution {
  const { losses, indicators } = problem;
  const columns = [...lawColumns(problem, shape), ...indicators];
  const options = {
    ridge: columns.map((_, j) => (j < 3 ? 0 : 1 / meanSquare(losses))),
    free: columns.map((_, j) => j >= 3),
  };
  let weights = losses.map((loss) => loss ** -2);
  let solution = evaluate(columns, losses, nonNegativeLeastSquares(columns, losses, weights, options), indicators.length);
  for (let round = 0; round < 8; round++) {
    const { relative, predicted } = solution;
    weights = predicted.map((p, i) => huberWeight(relative[i] / huberScale) / p ** 2);
    solution = evaluate(columns, losses, nonNegativeLeastSquares(columns, losses, weights, options), indicators.length);
  }
  return solution;
}

function lawColumns({ curves, losses, sums }: Problem, [alpha, logC, beta, gamma]: Shape): Float64Array[] {
  const changes = new Float64Array(losses.length);
  let at = 0;
  for (const curve of curves) {
    changes.set(rateChangeTerm({ C: Math.exp(logC), beta, gamma }, curve.path, curve.steps), at);
    at += curve.steps.length;
  }
  return [new Float64Array(losses.length).fill(1), sums.map((sum) => sum ** -alpha), changes];
}

function evaluate(columns: readonly Float64Array[], losses: Float64Array, coefficients: readonly number[], offsets: number) {
  const predicted = losses.map((_, i) => columns.reduce((sum, column, j) => sum + coefficients[j] * column[i], 0));
  const relative = losses.map((loss, i) => Math.log(Math.max(loss, Number.MIN_VALUE) / Math.max(predicted[i], Number.MIN_VALUE)));
  const residuals = losses.map((loss, i) => loss - predicted[i]);
  const level = meanSquare(losses);
  const ridge = coefficients.slice(coefficients.length - offsets).reduce((sum, b) => sum + (offsets > 0 ? (b / huberScale) ** 2 / level : 0), 0);
  const misfit = relative.reduce((sum, r) => sum + huberLoss(r / huberScale), 0) + 0.5 * ridge;
  return { coefficients, predicted, relative, residuals, misfit };
}

function describe(problem: Problem, shape: Shape): MultiPowerFit {
  const [alpha, logC, beta, gamma] = shape;
  const { coefficients, residuals } = solve(problem, shape);
  const [L0, A, B, ...offsets] = coefficients;
  return {
    parameters: { L0, A, alpha, B, C: Math.exp(logC), beta, gamma },
    offsets,
    rmse: Math.sqrt(meanSquare(residuals)),
  };
}

function meanSquare(column: Float64Array): number {
  return column.reduce((sum, x) => sum + x * x, 0) / column.length;
}
