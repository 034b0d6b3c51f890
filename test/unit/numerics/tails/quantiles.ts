/** Quantiles of a power law with density exponent alpha from 1 on, at (i − 1/2)/count. */
export function powerLawQuantiles(alpha: number, count = 1000): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (1 - (i + 0.5) / count) ** (-1 / (alpha - 1)));
}

/** The same of a lognormal law. */
export function lognormalQuantiles(mu: number, sigma: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => Math.exp(mu + sigma * normalQuantile((i + 0.5) / count)));
}

/** By bisection of the series of the distribution function. */
function normalQuantile(probability: number): number {
  let [low, high] = [-9, 9];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalCdf(z: number): number {
  let [term, sum] = [z, z];
  for (let n = 1; Math.abs(term) > 1e-18; n++) sum += term *= (z * z) / (2 * n + 1);
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}
