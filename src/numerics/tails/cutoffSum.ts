import { logExponentialIntegral } from './exponentialIntegral';
import { scaledZeta } from './hurwitzZeta';

/** ln Σ over whole k ≥ xmin of (k/xmin)^−α·e^(−λk): direct where it ends soon, else by Euler–Maclaurin summation. α ≥ 0, λ ≥ 0. */
export function logCutoffSum(alpha: number, lambda: number, xmin: number): number {
  if (lambda === 0) return alpha > 1 ? Math.log(scaledZeta(alpha, xmin)) : Infinity;
  let sum = 0; // relative to e^(−λ·xmin)
  let k = xmin;
  const term = (): number => (k / xmin) ** -alpha * Math.exp(-lambda * (k - xmin));
  for (const far = farFrom(alpha, lambda, xmin); k < far; k++) sum += term();
  return Math.log(sum + rest(alpha, lambda, k, term())) - lambda * xmin;
}

/** Direct summation is enough where the terms have died out; before, it goes on until derivatives fall fast. */
function farFrom(alpha: number, lambda: number, xmin: number): number {
  return lambda > 0.5 ? xmin + 40 / lambda : Math.max(xmin, 10 + alpha);
}

/** Σ of the terms from k on, of which the first is `edge`. */
function rest(alpha: number, lambda: number, k: number, edge: number): number {
  if (edge < 1e-17) return 0;
  const integral = edge * k * Math.exp(logExponentialIntegral(alpha, lambda * k) + lambda * k);
  return correction.reduce((sum, coefficient, j) => sum + coefficient * edge * logarithmicDerivative(alpha, lambda, k, 2 * j + 1), integral + edge / 2);
}

/** B_2j/(2j)! for j = 1, 2, … */
const correction = [1 / 12, -1 / 720, 1 / 30_240, -1 / 1_209_600, 1 / 47_900_160, -691 / 1_307_674_368_000];

/** (−1)^n·f⁽ⁿ⁾/f of f = x^−α·e^(−λx): Σ over j of C(n, j)·λ^(n−j)·α(α+1)…(α+j−1)/x^j. */
function logarithmicDerivative(alpha: number, lambda: number, x: number, order: number): number {
  let sum = 0;
  let factor = 1;
  for (let j = 0; j <= order; j++) {
    sum += factor * lambda ** (order - j);
    factor *= ((order - j) * (alpha + j)) / ((j + 1) * x);
  }
  return sum;
}
