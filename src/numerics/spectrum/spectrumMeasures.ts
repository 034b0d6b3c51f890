import type { SpectrumMeasures, UtilisationNormalisation } from '../../model/spectrum';
import { spectrumMoments, type SpectrumMoments } from './spectrumMoments';
import { utilisation } from './utilisation';

/**
 * Measures of a spectrum of `width` eigenvalues, in any order; those that are not given are 0 (Spectral Scaling Laws, arXiv 2510.00537;
 * NerVE, arXiv 2603.06922). Undefined where one is not finite or none is positive.
 */
export function spectrumMeasures(eigenvalues: ArrayLike<number>, width: number, normalisation: UtilisationNormalisation): SpectrumMeasures | undefined {
  const moments = spectrumMoments(eigenvalues, width);
  return moments && measuresOfMoments(moments, width, normalisation);
}

/** The same measures where only moments are known; undefined where these are those of no spectrum. */
export function measuresOfMoments(moments: SpectrumMoments, width: number, normalisation: UtilisationNormalisation): SpectrumMeasures | undefined {
  const { trace, traceOfSquare, largest, entropy, gini } = moments;
  if (!(largest > 0 && trace >= largest && traceOfSquare > 0 && entropy >= 0 && width >= 1)) return undefined;
  const softRank = Math.exp(entropy);
  // Of ratios, for squares of tiny or huge traces leave the range of numbers.
  const hardRank = (trace / largest) ** 2 / (traceOfSquare / largest / largest);
  return {
    softRank,
    hardRank,
    concentration: gini,
    topShare: largest / trace,
    ...utilisation({ softRank, hardRank, width }, normalisation),
    stableRank: trace / largest,
    spectralNorm: Math.sqrt(largest),
  };
}
