/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return 0.3989422804014327 * Math.exp(-0.5 * z * z);
}

/**
 * Distribution function of the standard normal distribution, absolute error below 8e-8 (Abramowitz and Stegun 26.2.17).
 */
export function normalProbability(z: number): number {
  const size = Math.abs(z);
  if (size > 38) return z > 0 ? 1 : 0;
  const t = 1 / (1 + 0.2316419 * size);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = normalDensity(size) * series;
  return z >= 0 ? 1 - tail : tail;
}

/** E max(0, X) for a normal X with this mean and deviation (> 0). */
export function expectedPositive(mean: number, deviation: number): number {
  const z = mean / deviation;
  return Math.max(0, mean * normalProbability(z) + deviation * normalDensity(z));
}
