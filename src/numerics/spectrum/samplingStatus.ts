import type { Sampling } from '../../model/spectrum';

/**
 * Whether a covariance of `width` dimensions over `tokens` rows says anything about the network: with few rows its concentration is high
 * whatever the network does. Null tokens: eigenvalues of weights, which are no sample. NaN: not known.
 */
export function samplingStatus(tokens: number | null, width: number): Sampling {
  if (tokens === null) return 'exact';
  if (!(tokens >= 0 && width > 0)) return 'unknown';
  if (tokens >= wellSampled * width) return 'well-sampled';
  return tokens >= leastSampled * width ? 'moderately under-sampled' : 'severely under-sampled';
}

/** Largest rank that a covariance over so many rows can have; the width where that is not known. */
export function largestPossibleRank(tokens: number | null, width: number): number {
  return tokens === null || Number.isNaN(tokens) ? width : Math.max(1, Math.min(width, tokens - 1));
}

/** Tokens per dimension of NerVE (arXiv 2603.06922): below the lesser of the two no verdict is given. */
const wellSampled = 10;
const leastSampled = 3;
