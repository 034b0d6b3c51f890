import type { WidthLaw } from '../model/spectralReport';
import { linearFit } from './linearFit';

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
