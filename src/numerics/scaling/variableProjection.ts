import { huberWeight } from '../huber';
import { nonNegativeLeastSquares } from '../nonNegativeLeastSquares';
import { robustLeastSquares, robustObjective, type Effort, type RobustFit, type RobustProblem } from './robustLeastSquares';
import { combine, type SeparableLaw } from './separableLaw';

/** How residuals are measured. */
export interface Misfit {
  /** `log`: of the logarithms, for values > 0. */
  readonly residuals: 'log' | 'plain';
  /** Huber's δ in units of the residuals; Infinity for least squares. */
  readonly scale: number;
  /** One per point; all 1 by default. A bootstrap counts points by them, a fit without a point gives it 0. */
  readonly weights?: Float64Array;
}

export interface SeparableFit {
  /** Coefficients, then shape, in the order of the law. */
  readonly parameters: readonly number[];
  readonly objective: number;
  /** Observed minus fitted, logarithms where so measured. */
  readonly residuals: Float64Array;
}

/**
 * Fits a separable law by variable projection (Golub and Pereyra 1973): the best coefficients are found for each shape of a grid by
 * non-negative least squares, which leaves a search over the shape alone; the best shapes are then followed to their minimum together
 * with the coefficients. Values must be finite, and > 0 for logarithms.
 */
export function variableProjection(law: SeparableLaw, values: Float64Array, misfit: Misfit): SeparableFit {
  const problem = problemOf(law, values, misfit);
  const starts = product(law.shape.map(({ starts: each }) => each)).map((shape) => project(law, values, problem, shape));
  const best = profile(starts, law.coefficients.length)
    .map(({ parameters }) => graduated(problem, parameters))
    .reduce((least, one) => (one.objective < least.objective ? one : least));
  return describe(robustLeastSquares(problem, best.at));
}

/** Follows a start with a wide scale before the narrow one, whose many kinks would hold it (Blake and Zisserman 1987). */
function graduated(problem: RobustProblem, start: readonly number[]): RobustFit {
  if (problem.scale === Infinity) return robustLeastSquares(problem, start, glance);
  return [100, 10, 1].reduce<RobustFit>((from, factor) => robustLeastSquares({ ...problem, scale: problem.scale * factor }, from.at, glance), { at: start, objective: Infinity, residuals: new Float64Array(0) });
}

const glance: Effort = { tolerance: 1e-6, steps: 30 };

interface Start {
  readonly parameters: readonly number[];
  readonly objective: number;
}

/** The best start for each value of each shape parameter, each once: valleys far from each other are all represented. */
function profile(starts: readonly Start[], coefficients: number): readonly Start[] {
  const sorted = [...starts].sort((a, b) => a.objective - b.objective);
  const kept = new Set<Start>();
  for (let j = coefficients; j < sorted[0].parameters.length; j++) {
    for (const value of new Set(sorted.map(({ parameters }) => parameters[j]))) {
      const first = sorted.find(({ parameters }) => parameters[j] === value);
      if (first) kept.add(first);
    }
  }
  return [...kept];
}

/** The same from parameters that are nearly right, to the five digits that a bootstrap needs. */
export function refit(law: SeparableLaw, values: Float64Array, misfit: Misfit, start: readonly number[]): SeparableFit {
  return describe(robustLeastSquares(problemOf(law, values, misfit), start, quick));
}

const quick: Effort = { tolerance: 1e-9, steps: 100 };

/** Derivatives of the fitted values (their logarithms where so measured) by each parameter. */
export function lawJacobian(law: SeparableLaw, parameters: readonly number[], residuals: Misfit['residuals']): readonly Float64Array[] {
  const coefficients = parameters.slice(0, law.coefficients.length);
  const shape = parameters.slice(coefficients.length);
  const columns = law.columns(shape);
  const fitted = combine(columns, coefficients);
  const scaled = (column: Float64Array): Float64Array => (residuals === 'log' ? ratio(column, fitted) : column);
  return [...columns.map(scaled), ...shape.map((_, j) => scaled(law.slope?.(shape, coefficients, j) ?? differences(law, coefficients, shape, j)))];
}

function ratio(above: Float64Array, below: Float64Array): Float64Array {
  const result = new Float64Array(above.length);
  for (let i = 0; i < result.length; i++) result[i] = above[i] / Math.max(below[i], tiny);
  return result;
}

const tiny = 1e-300;

function problemOf(law: SeparableLaw, values: Float64Array, { residuals, scale, weights = new Float64Array(values.length).fill(1) }: Misfit): RobustProblem & { readonly logarithmic: boolean } {
  const observed = residuals === 'log' ? values.map(Math.log) : values;
  return {
    scale, weights,
    logarithmic: residuals === 'log',
    residuals: (parameters) => {
      const fitted = valuesOf(law, parameters);
      for (let i = 0; i < fitted.length; i++) fitted[i] = observed[i] - (residuals === 'log' ? Math.log(Math.max(fitted[i], tiny)) : fitted[i]);
      return fitted;
    },
    fittedJacobian: (parameters) => lawJacobian(law, parameters, residuals),
    low: [...law.coefficients.map(({ signed }) => (signed ? -Infinity : 0)), ...law.shape.map(({ low }) => low)],
    high: [...law.coefficients.map(() => Infinity), ...law.shape.map(({ high }) => high)],
  };
}

/** Values of a law at its points. */
export function valuesOf(law: SeparableLaw, parameters: readonly number[]): Float64Array {
  const count = law.coefficients.length;
  return combine(law.columns(parameters.slice(count)), parameters.slice(0, count));
}

/** The coefficients of one shape by reweighted non-negative least squares, nearly; enough to tell good shapes from bad. */
function project(law: SeparableLaw, values: Float64Array, problem: ReturnType<typeof problemOf>, shape: readonly number[]): Start {
  const columns = law.columns(shape);
  const free = law.coefficients.map(({ signed }) => signed ?? false);
  const unit = (i: number): number => (problem.logarithmic ? values[i] : 1);
  let weights = values.map((_, i) => problem.weights[i] / unit(i) ** 2);
  let parameters: readonly number[] = [];
  let objective = Infinity;
  for (let round = 0; round < rounds; round++) {
    parameters = [...nonNegativeLeastSquares(columns, values, weights, { free }), ...shape];
    const residuals = problem.residuals(parameters);
    objective = robustObjective(residuals, problem.weights, problem.scale);
    weights = residuals.map((r, i) => (problem.weights[i] * huberWeight(r / problem.scale)) / unit(i) ** 2);
  }
  return { parameters, objective };
}

const rounds = 8;

function differences(law: SeparableLaw, coefficients: readonly number[], shape: readonly number[], j: number): Float64Array {
  const step = 1e-5 * Math.max(Math.abs(shape[j]), 1e-3);
  const moved = (by: number): Float64Array => combine(law.columns(shape.map((s, k) => (k === j ? s + by : s))), coefficients);
  const slope = moved(step);
  const below = moved(-step);
  for (let i = 0; i < slope.length; i++) slope[i] = (slope[i] - below[i]) / (2 * step);
  return slope;
}

function describe({ at, objective, residuals }: ReturnType<typeof robustLeastSquares>): SeparableFit {
  return { parameters: at, objective, residuals };
}

function product(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((rows, list) => rows.flatMap((row) => list.map((x) => [...row, x])), [[]]);
}
