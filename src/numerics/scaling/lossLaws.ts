import type { SeparableLaw } from './separableLaw';

/** L = E + A·N^(−α) + B·D^(−β) (Hoffmann et al. 2022); N parameters, D tokens, both > 0. */
export function chinchillaLaw(n: ArrayLike<number>, d: ArrayLike<number>): SeparableLaw {
  const ones = new Float64Array(n.length).fill(1);
  const [logN, logD] = [logarithms(n), logarithms(d)];
  return {
    coefficients: [{ name: 'E' }, { name: 'A' }, { name: 'B' }],
    shape: [exponent('alpha'), exponent('beta')],
    columns: ([alpha, beta]) => [ones, powers(logN, -alpha), powers(logD, -beta)],
    slope: ([alpha, beta], [, A, B], j) => (j === 0 ? powerSlope(logN, -alpha, -A) : powerSlope(logD, -beta, -B)),
  };
}

/** L = a·N^(−α) + b·D^(−β), without an irreducible loss (arXiv 2412.04315). */
export function floorlessLaw(n: ArrayLike<number>, d: ArrayLike<number>): SeparableLaw {
  const [logN, logD] = [logarithms(n), logarithms(d)];
  return {
    coefficients: [{ name: 'A' }, { name: 'B' }],
    shape: [exponent('alpha'), exponent('beta')],
    columns: ([alpha, beta]) => [powers(logN, -alpha), powers(logD, -beta)],
    slope: ([alpha, beta], [A, B], j) => (j === 0 ? powerSlope(logN, -alpha, -A) : powerSlope(logD, -beta, -B)),
  };
}

/** L = E + a·N^b + c·6^(b/2)·D^b with one exponent b < 0 for both (Gadre et al., arXiv 2403.08540); D = M·N. */
export function overtrainingLaw(n: ArrayLike<number>, d: ArrayLike<number>): SeparableLaw {
  const ones = new Float64Array(n.length).fill(1);
  const logN = logarithms(n);
  const logD = logarithms(d).map((x) => x + Math.log(6) / 2);
  return {
    coefficients: [{ name: 'E' }, { name: 'a' }, { name: 'c' }],
    shape: [{ name: 'b', low: -3, high: -1e-3, starts: [-0.05, -0.1, -0.2, -0.3, -0.45, -0.7, -1] }],
    columns: ([b]) => [ones, powers(logN, b), powers(logD, b)],
  };
}

function exponent(name: string) {
  return { name, low: 1e-3, high: 3, starts: [0.05, 0.12, 0.25, 0.4, 0.6, 0.9, 1.4] };
}

function logarithms(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, Math.log);
}

/** exp(by·x); a loop, for it is most of the work of a fit. */
function powers(logarithm: Float64Array, by: number): Float64Array {
  const result = new Float64Array(logarithm.length);
  for (let i = 0; i < result.length; i++) result[i] = Math.exp(by * logarithm[i]);
  return result;
}

/** factor·x·exp(by·x). */
function powerSlope(logarithm: Float64Array, by: number, factor: number): Float64Array {
  const result = powers(logarithm, by);
  for (let i = 0; i < result.length; i++) result[i] *= factor * logarithm[i];
  return result;
}
