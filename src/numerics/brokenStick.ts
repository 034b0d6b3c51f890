import { meanOf } from './meanOf';
import { solveSymmetric } from './solveSymmetric';

/** Two straight lines that meet at one of the points. */
export interface BrokenStick {
  /** Index of the point at which the slope changes. */
  readonly knot: number;
  readonly slopeBefore: number;
  readonly slopeAfter: number;
  /** Residual sum of squares, and that of a single straight line. */
  readonly unexplained: number;
  readonly unexplainedByLine: number;
}

/** Points on either side of a knot, at least. */
const fewest = 3;

/**
 * The one change of slope that explains a course best, by least squares over every place for it (x strictly increasing). Undefined where
 * there are fewer than 7 points or where a straight line does as well: the change must pay for its two parameters by the Bayesian
 * information criterion, with half of the points counted, for successive values of a log are not independent.
 */
export function brokenStick(x: ArrayLike<number>, y: ArrayLike<number>): BrokenStick | undefined {
  const n = x.length;
  if (n < 2 * fewest + 1) return undefined;
  const sums = new SuffixSums(x, y);
  const line = sums.line();
  let best: BrokenStick | undefined;
  for (let knot = fewest; knot < n - fewest; knot++) {
    const stick = sums.stick(knot);
    if (stick && stick.unexplained < (best?.unexplained ?? Infinity)) best = { ...stick, unexplainedByLine: line };
  }
  if (!best || !(line > 0)) return undefined;
  const independent = n / 2;
  const gain = independent * Math.log(line / Math.max(best.unexplained, 1e-12 * line));
  return gain > 2 * Math.log(independent) + 2 ? best : undefined;
}

/** Least squares on 1, x and (x − knot)₊ in constant time per knot. x is scaled to [0, 1]. */
class SuffixSums {
  readonly #x: Float64Array;
  readonly #scale: number;
  /** Over the points from each on: 1, x, x², y, xy. */
  readonly #sums: readonly Float64Array[];
  readonly #squares: number;

  constructor(x: ArrayLike<number>, y: ArrayLike<number>) {
    const n = x.length;
    this.#scale = x[n - 1] - x[0];
    this.#x = Float64Array.from(x, (value) => (value - x[0]) / this.#scale);
    const mean = meanOf(y);
    const centred = Float64Array.from(y, (value) => value - mean);
    const terms = [(): number => 1, (i: number) => this.#x[i], (i: number) => this.#x[i] ** 2, (i: number) => centred[i], (i: number) => this.#x[i] * centred[i]];
    this.#sums = terms.map((term) => suffixSums(n, term));
    this.#squares = centred.reduce((sum, value) => sum + value * value, 0);
  }

  /** Residual sum of squares of a straight line. */
  line(): number {
    const [count, x, xx, y, xy] = this.#sums.map((sums) => sums[0]);
    return this.#fit([[count, x], [x, xx]], [y, xy])?.unexplained ?? NaN;
  }

  stick(knot: number): Omit<BrokenStick, 'unexplainedByLine'> | undefined {
    const at = this.#x[knot];
    const [count, x, xx, y, xy] = this.#sums.map((sums) => sums[0]);
    const [countAfter, xAfter, xxAfter, yAfter, xyAfter] = this.#sums.map((sums) => sums[knot]);
    const bend = xAfter - at * countAfter;
    const bendX = xxAfter - at * xAfter;
    const bendBend = xxAfter - 2 * at * xAfter + at * at * countAfter;
    const fit = this.#fit([[count, x, bend], [x, xx, bendX], [bend, bendX, bendBend]], [y, xy, xyAfter - at * yAfter]);
    if (!fit) return undefined;
    const [, slope, change] = fit.solution;
    return { knot, slopeBefore: slope / this.#scale, slopeAfter: (slope + change) / this.#scale, unexplained: fit.unexplained };
  }

  #fit(matrix: readonly (readonly number[])[], right: readonly number[]): { readonly solution: number[]; readonly unexplained: number } | undefined {
    const solution = solveSymmetric(matrix, right);
    return solution && { solution, unexplained: Math.max(0, this.#squares - solution.reduce((sum, value, i) => sum + value * right[i], 0)) };
  }
}

function suffixSums(n: number, term: (i: number) => number): Float64Array {
  const sums = new Float64Array(n + 1);
  for (let i = n - 1; i >= 0; i--) sums[i] = sums[i + 1] + term(i);
  return sums;
}
