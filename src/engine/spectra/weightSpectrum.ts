import type { LayerSpectrum, UtilisationNormalisation } from '../../model/spectrum';
import { powerLawFit } from '../../numerics/powerLaw';
import { marchenkoPastur } from '../../numerics/spectrum/marchenkoPastur';
import { spectrumMoments } from '../../numerics/spectrum/spectrumMoments';
import { measuresOfMoments, spectrumMeasures } from '../../numerics/spectrum/spectrumMeasures';
import type { MatrixSpectrum } from '../../numerics/kernels/spectrumOf';
import type { WeightMatrix } from './weightMatrices';

/** What the eigenvalues of WᵀW say of a weight matrix W; a sentence where they say nothing. */
export function weightSpectrum(matrix: WeightMatrix, spectrum: MatrixSpectrum, normalisation: UtilisationNormalisation): LayerSpectrum | { readonly error: string } {
  const { name, role, layer, shape, width } = matrix;
  const { eigenvalues, method, softRankError, moments } = spectrum;
  const measures = moments ? measuresOfMoments(moments, width, normalisation) : spectrumMeasures(eigenvalues, width, normalisation);
  if (!measures) return { error: `${name}: all of its weights are zero, so it has no spectrum.` };
  const fit = method === 'exact' && eigenvalues.length >= fewestForTail ? powerLawFit(eigenvalues) : undefined;
  return {
    name, role, layer, shape, width, site: 'weight', tokens: null, sampling: 'exact', method, softRankError,
    ...measures,
    ...(method === 'exact' && { eigenvalues, effectiveRank: Math.exp(spectrumMoments(eigenvalues.map(Math.sqrt), width)?.entropy ?? NaN) }),
    tail: fit ? { alpha: fit.alpha, xmin: fit.xmin, ksDistance: fit.ksDistance, n: fit.n, sigma: fit.sigma } : null,
    bulk: bulkOf(matrix, spectrum),
  };
}

/** Fewer eigenvalues fit any law. */
const fewestForTail = 20;

/** An adapter's product has no noise bulk: its rank is far below both of its sides. */
function bulkOf({ parts, shape: [rows, ...rest] }: WeightMatrix, { method, eigenvalues }: MatrixSpectrum): LayerSpectrum['bulk'] {
  if (parts.kind === 'product' || method !== 'exact') return null;
  const bulk = marchenkoPastur(eigenvalues, rows, rest.reduce((product, side) => product * side, 1));
  return bulk ?? null;
}
