/** Hill's estimates of ξ = 1/(α−1), one for each number k of largest values used. */
export interface HillPlot {
  /** Ascending. */
  readonly k: Float64Array;
  readonly xi: Float64Array;
}

/**
 * Hill's estimator from the k largest values: the mean of ln(x/x(k+1)) over them, x(k+1) the next one (Annals of Statistics 3, 1975). Values
 * that are not positive and finite are left out; NaN where there are not more than k.
 */
export function hillEstimate(values: ArrayLike<number>, k: number): number {
  return hillPlot(values, Infinity).xi[k - 1] ?? NaN;
}

/** The same for every k, or for at most `points` of them, evenly spaced in ln k. */
export function hillPlot(values: ArrayLike<number>, points: number): HillPlot {
  const logs = Float64Array.from(values).filter((value) => value > 0 && value < Infinity).sort().reverse().map(Math.log);
  const every = new Float64Array(Math.max(0, logs.length - 1));
  let sum = 0;
  for (let k = 1; k < logs.length; k++) {
    sum += logs[k - 1];
    every[k - 1] = sum / k - logs[k];
  }
  const k = chosen(every.length, points);
  return { k, xi: k.map((one) => every[one - 1]) };
}

function chosen(count: number, points: number): Float64Array {
  if (count <= points) return Float64Array.from({ length: count }, (_, i) => i + 1);
  const spread = Array.from({ length: points }, (_, i) => Math.round(count ** (i / (points - 1))));
  return Float64Array.from(new Set(spread));
}
