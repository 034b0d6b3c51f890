import { linearFit } from './linearFit';

/** ln(rank) = intercept + beta·ln(width). */
export interface WidthLaw {
  readonly beta: number;
  /** Ends of the 95 % t-interval of beta. */
  readonly low: number;
  readonly high: number;
  readonly intercept: number;
  readonly rSquared: number;
  /** Number of widths or runs. */
  readonly n: number;
  /** Whether the data support a law at all: the interval leaves 0 out and R² is at least one half. */
  readonly supported: boolean;
}

/**
 * Power law of a rank over FFN widths by least squares of the logarithms (Spectral Scaling Laws, arXiv 2510.00537). Undefined with fewer
 * than 3 different widths, or where a width or a rank is not positive.
 */
export function widthLaw(widths: ArrayLike<number>, ranks: ArrayLike<number>): WidthLaw | undefined {
  if (new Set(Array.from(widths)).size < 3) return undefined;
  const fit = linearFit(Array.from(widths, Math.log), Array.from(ranks, Math.log));
  if (!fit) return undefined;
  const { slope: beta, low, high, intercept, rSquared, n } = fit;
  return { beta, low, high, intercept, rSquared, n, supported: !(low <= 0 && high >= 0) && rSquared >= 0.5 };
}
