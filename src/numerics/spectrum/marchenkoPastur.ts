import { medianOf } from '../medianOf';

/** Where the eigenvalues of noise would end, and how many lie beyond. */
export interface Bulk {
  /** Upper edge of the Marchenko–Pastur distribution, in units of the eigenvalues. */
  readonly edge: number;
  /** Eigenvalues above the edge by more than the largest of pure noise reaches in one of a hundred matrices. */
  readonly spikes: number;
}

/**
 * Bulk of the eigenvalues of WᵀW (min(rows, columns) squared singular values, not divided by anything). The variance of the noise is that
 * whose Marchenko–Pastur median is the median eigenvalue (Gavish & Donoho, IEEE Trans. Inf. Theory 2014), so that spikes do not widen the
 * bulk. Undefined where at least half of the eigenvalues are 0 or one is not finite.
 */
export function marchenkoPastur(eigenvalues: ArrayLike<number>, rows: number, columns: number): Bulk | undefined {
  const [short, long] = [Math.min(rows, columns), Math.max(rows, columns)];
  const values = Float64Array.from(eigenvalues);
  const middle = medianOf(values);
  if (!(middle > 0) || !values.every(Number.isFinite)) return undefined;
  const variance = middle / (long * marchenkoPasturMedian(short / long));
  const root = Math.sqrt(long) + Math.sqrt(short);
  // Centre and scale of the largest eigenvalue of a real Wishart matrix (Johnstone, Annals of Statistics 2001).
  const edge = variance * root * root;
  const scale = variance * root * (1 / Math.sqrt(long) + 1 / Math.sqrt(short)) ** (1 / 3);
  return { edge, spikes: values.filter((value) => value > edge + tracyWidom99 * scale).length };
}

/** 99 % quantile of the Tracy–Widom distribution of order 1. */
const tracyWidom99 = 2.0234;

/** Median of the Marchenko–Pastur distribution with unit variance and ratio in (0, 1]. */
export function marchenkoPasturMedian(ratio: number): number {
  const centre = 1 + ratio;
  const radius = 2 * Math.sqrt(ratio);
  // x = centre − radius·cos t takes the square roots at both edges away.
  const density = (t: number) => (radius * Math.sin(t)) ** 2 / (2 * Math.PI * ratio * (centre - radius * Math.cos(t)));
  let below = 0;
  for (let i = 0; i < intervals; i++) {
    const mass = density(((i + 0.5) * Math.PI) / intervals) * (Math.PI / intervals);
    if (below + mass >= 0.5) return centre - radius * Math.cos(((i + (0.5 - below) / mass) * Math.PI) / intervals);
    below += mass;
  }
  return centre;
}

const intervals = 2000;
