import { say } from '../../model/say';
import type { LayerSpectrum, UtilisationNormalisation } from '../../model/spectrum';
import { marchenkoPastur } from '../../numerics/spectrum/marchenkoPastur';
import { spectrumMoments } from '../../numerics/spectrum/spectrumMoments';
import { measuresOfMoments, spectrumMeasures } from '../../numerics/spectrum/spectrumMeasures';
import type { MatrixSpectrum } from '../../numerics/kernels/spectrumOf';
import { rounding, tailOf, withoutRounding } from './tailOf';
import type { WeightMatrix } from './weightMatrices';

/** What the eigenvalues of WᵀW say of a weight matrix W; a sentence where they say nothing. */
export function weightSpectrum(matrix: WeightMatrix, spectrum: MatrixSpectrum, normalisation: UtilisationNormalisation): LayerSpectrum | { readonly error: string } {
  const { name, role, layer, shape, width } = matrix;
  const { eigenvalues, method, softRankError, moments } = spectrum;
  const measures = moments ? measuresOfMoments(moments, width, normalisation) : spectrumMeasures(eigenvalues, width, normalisation);
  if (!measures) return { error: say`${name}: it has no spectrum, since its weights are all zero or their squares leave the range of numbers.` };
  const exact = method === 'exact' ? withoutRounding(eigenvalues, longSideOf(shape), rounding.double) : undefined;
  return {
    name, role, layer, shape, width, site: 'weight', tokens: null, sampling: 'exact', method, softRankError,
    ...measures,
    ...(method === 'exact' && { eigenvalues, effectiveRank: Math.exp(spectrumMoments(eigenvalues.map(Math.sqrt), width)?.entropy ?? NaN) }),
    tail: exact ? tailOf(exact) : null,
    bulk: exact ? bulkOf(matrix, exact) : null,
  };
}

/** An adapter's product has no noise bulk: its rank is far below both of its sides. */
function bulkOf({ parts, shape }: WeightMatrix, eigenvalues: Float64Array): LayerSpectrum['bulk'] {
  if (parts.kind === 'product') return null;
  return marchenkoPastur(eigenvalues, ...sidesOf(shape)) ?? null;
}

function longSideOf(shape: readonly number[]): number {
  return Math.max(...sidesOf(shape));
}

function sidesOf([rows, ...rest]: readonly number[]): [number, number] {
  return [rows, rest.reduce((product, side) => product * side, 1)];
}
