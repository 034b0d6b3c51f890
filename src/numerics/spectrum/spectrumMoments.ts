import { descending } from './descending';

/** What of a spectrum is needed for its measures, without the eigenvalues themselves. */
export interface SpectrumMoments {
  /** Σλ. */
  readonly trace: number;
  /** Σλ². */
  readonly traceOfSquare: number;
  readonly largest: number;
  /** −Σ p ln p of p = λ/Σλ, in nats. */
  readonly entropy: number;
  /** Gini coefficient over all `width` eigenvalues, in [0, 1). */
  readonly gini: number;
}

/**
 * Moments of `width` eigenvalues, of which those that are not given are 0. Rounding errors below 0 count as 0. Undefined where one is
 * not finite or none is positive: a spectrum of nothing has no shape.
 */
export function spectrumMoments(eigenvalues: ArrayLike<number>, width: number): SpectrumMoments | undefined {
  const sorted = descending(eigenvalues);
  const largest = sorted[0];
  if (!(largest > 0 && largest < Infinity)) return undefined;
  let [total, squares] = [0, 0];
  for (const value of sorted) {
    const relative = value / largest;
    total += relative;
    squares += relative * relative;
  }
  return {
    trace: total * largest,
    traceOfSquare: squares * largest * largest,
    largest,
    entropy: entropy(sorted, largest * total),
    gini: gini(sorted, largest * total, Math.max(width, sorted.length)),
  };
}

function entropy(values: Float64Array, total: number): number {
  let sum = 0;
  for (const value of values) if (value > 0) sum -= (value / total) * Math.log(value / total);
  return Math.max(0, sum);
}

/**
 * Eigenvalue early enrichment Σ (Cᵢ − i/D)/(D/2), C the cumulated shares in descending order (NerVE, arXiv 2603.06922), which is the
 * Gini coefficient. Summed by parts: 2·Σ (D + 1/2 − i)·pᵢ/D − 1 with i from 1.
 */
function gini(sorted: Float64Array, total: number, width: number): number {
  let weighted = 0;
  for (let i = 0; i < sorted.length; i++) weighted += (width - i - 0.5) * (sorted[i] / total);
  return Math.max(0, (2 * weighted) / width - 1);
}
