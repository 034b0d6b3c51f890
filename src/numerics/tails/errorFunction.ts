/** ln of e^(x²)·erfc(x), without overflow or underflow; absolute error about 1e-14. */
export function logScaledErfc(x: number): number {
  return x < seriesEnd ? Math.log1p(-errorFunction(x)) + x * x : Math.log(scaledErfc(x));
}

/** Complementary error function: 2·(1 − Φ(x·√2)). */
export function erfc(x: number): number {
  return x < seriesEnd ? 1 - errorFunction(x) : scaledErfc(x) * Math.exp(-x * x);
}

/** Where 1 − erf(x) has lost little and the continued fraction does not need many levels yet. */
const seriesEnd = 1.5;

/** By the series of positive terms (DLMF 7.6.2). */
function errorFunction(x: number): number {
  if (x < -6) return -1;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return ((2 * sum) / Math.sqrt(Math.PI)) * Math.exp(-x * x);
}

/** e^(x²)·erfc(x) by its continued fraction (DLMF 7.9.1), from the inside out; the number of levels that suffices falls with x. */
function scaledErfc(x: number): number {
  let fraction = x;
  for (let n = Math.ceil(8 + 170 / (x * x)); n > 0; n--) fraction = x + n / 2 / fraction;
  return 1 / (fraction * Math.sqrt(Math.PI));
}
