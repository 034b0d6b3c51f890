/** Σ over k ≥ 0 of (1 + k/q)^−s, which is q^s·ζ(s, q), and its first two derivatives by s. */
export interface ZetaMoments {
  readonly zero: number;
  readonly first: number;
  readonly second: number;
}

/**
 * Hurwitz zeta function times q^s, so that nothing underflows for large q or s: Euler–Maclaurin summation (DLMF 25.11.5) to about 1e-15.
 * s > 1, q > 0.
 */
export function scaledZeta(s: number, q: number): number {
  let sum = 0;
  let a = q;
  for (const far = farFor(s); a < far; a++) sum += (a / q) ** -s;
  const edge = (a / q) ** -s;
  sum += edge * (a / (s - 1) + 0.5);
  let term = edge;
  for (let j = 0; j < correction.length; j++) {
    term *= j === 0 ? s / a : ((s + 2 * j - 1) * (s + 2 * j)) / (a * a);
    sum += correction[j] * term;
  }
  return sum;
}

/** The same with its derivatives by s: −first/zero is the mean of ln(x/q) under the discrete power law from q on, and its variance follows. */
export function scaledZetaMoments(s: number, q: number): ZetaMoments {
  const sums = { zero: 0, first: 0, second: 0 };
  let a = q;
  for (const far = farFor(s); a < far; a++) add(sums, (a / q) ** -s, -Math.log(a / q), 0);
  const log = Math.log(a / q);
  const edge = (a / q) ** -s;
  const inverse = 1 / (s - 1);
  add(sums, edge * a * inverse, -log - inverse, inverse * inverse);
  add(sums, edge / 2, -log, 0);
  let term = edge;
  let slope = -log;
  let bend = 0;
  for (let j = 0; j < correction.length; j++) {
    for (const factor of j === 0 ? [s] : [s + 2 * j - 1, s + 2 * j]) {
      term *= factor / a;
      slope += 1 / factor;
      bend -= 1 / (factor * factor);
    }
    add(sums, correction[j] * term, slope, bend);
  }
  return sums;
}

/** Adds a term with its logarithmic derivative and the derivative of that. */
function add(sums: { zero: number; first: number; second: number }, term: number, slope: number, bend: number): void {
  sums.zero += term;
  sums.first += term * slope;
  sums.second += term * (slope * slope + bend);
}

/** From where on the corrections fall by about (2π)² each. */
function farFor(s: number): number {
  return 8 + s;
}

/** B_2j/(2j)! for j = 1, 2, … */
const correction = [1 / 12, -1 / 720, 1 / 30_240, -1 / 1_209_600, 1 / 47_900_160, -691 / 1_307_674_368_000, 1 / 74_724_249_600, -3617 / 10_670_622_842_880_000];
