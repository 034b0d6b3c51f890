import type { SeparableLaw } from './separableLaw';

/** L = E + A·N^(−α) + B·D^(−β) (Hoffmann et al. 2022); N parameters, D tokens, both > 0. */
export function chinchillaLaw(n: ArrayLike<number>, d: ArrayLike<number>): SeparableLaw {
  const ones = new Float64Array(n.length).fill(1);
  const [sizes, amounts] = [new Powers(n), new Powers(d)];
  return {
    coefficients: [{ name: 'E' }, { name: 'A' }, { name: 'B' }],
    shape: [exponent('alpha'), exponent('beta')],
    columns: ([alpha, beta]) => [ones, sizes.to(-alpha), amounts.to(-beta)],
    slope: ([alpha, beta], [, A, B], j) => (j === 0 ? sizes.slope(-alpha, -A) : amounts.slope(-beta, -B)),
  };
}

/** L = a·N^(−α) + b·D^(−β), without an irreducible loss (arXiv 2412.04315). */
export function floorlessLaw(n: ArrayLike<number>, d: ArrayLike<number>): SeparableLaw {
  const [sizes, amounts] = [new Powers(n), new Powers(d)];
  return {
    coefficients: [{ name: 'A' }, { name: 'B' }],
    shape: [exponent('alpha'), exponent('beta')],
    columns: ([alpha, beta]) => [sizes.to(-alpha), amounts.to(-beta)],
    slope: ([alpha, beta], [A, B], j) => (j === 0 ? sizes.slope(-alpha, -A) : amounts.slope(-beta, -B)),
  };
}

/** L = E + a·N^b + c·6^(b/2)·D^b with one exponent b < 0 for both (Gadre et al., arXiv 2403.08540); D = M·N. */
export function overtrainingLaw(n: ArrayLike<number>, d: ArrayLike<number>): SeparableLaw {
  const ones = new Float64Array(n.length).fill(1);
  const [sizes, amounts] = [new Powers(n), new Powers(d, Math.sqrt(6))];
  return {
    coefficients: [{ name: 'E' }, { name: 'a' }, { name: 'c' }],
    shape: [{ name: 'b', low: -3, high: -1e-3, starts: [-0.05, -0.1, -0.2, -0.3, -0.45, -0.7, -1] }],
    columns: ([b]) => [ones, sizes.to(b), amounts.to(b)],
  };
}

function exponent(name: string) {
  return { name, low: 1e-3, high: 3, starts: [0.05, 0.12, 0.25, 0.4, 0.6, 0.9, 1.4] };
}

/** Powers of one column. The last is kept: a fit asks for the same ones for its values, their derivatives and the next step. */
class Powers {
  readonly #logarithm: Float64Array;
  #exponent = NaN;
  #values = new Float64Array(0);

  constructor(values: ArrayLike<number>, factor = 1) {
    this.#logarithm = Float64Array.from(values, (x) => Math.log(factor * x));
  }

  to(exponent: number): Float64Array {
    if (exponent === this.#exponent) return this.#values;
    const values = new Float64Array(this.#logarithm.length);
    for (let i = 0; i < values.length; i++) values[i] = Math.exp(exponent * this.#logarithm[i]);
    this.#exponent = exponent;
    this.#values = values;
    return values;
  }

  /** Derivative of coefficient·x^exponent by the exponent. */
  slope(exponent: number, coefficient: number): Float64Array {
    const values = this.to(exponent).slice();
    for (let i = 0; i < values.length; i++) values[i] *= coefficient * this.#logarithm[i];
    return values;
  }
}
