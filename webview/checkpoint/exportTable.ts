import type { PlacedTensor } from '../../src/model/checkpoint';
import type { LayerSpectrum } from '../../src/model/spectrum';
import { csvTable } from '../components/csvTable';

/** The tensors as CSV, one row each. */
export function exportTensors(tensors: readonly PlacedTensor[]): string {
  const rows = tensors.map(({ name, role, assumed, layer, shape, type, bytes }) => [name, role, assumed ? 'assumed' : '', layer ?? '', shape.join('x'), type, bytes]);
  return csvTable([['name', 'role', 'role_is', 'layer', 'shape', 'type', 'bytes'], ...rows]);
}

/** What the spectra of the weights say as CSV, one row for each matrix. */
export function exportSpectra(layers: readonly LayerSpectrum[]): string {
  const header = [
    'name', 'role', 'layer', 'shape', 'width', 'method', 'soft_rank', 'hard_rank', 'concentration', 'top_share', 'soft_utilisation', 'hard_utilisation', 'normalisation', 'sui',
    'effective_dimension', 'stable_rank', 'spectral_norm', 'tail_alpha', 'tail_xmin', 'tail_distance', 'tail_n', 'spikes'];
  const rows = layers.map((one) => [
    one.name, one.role, one.layer ?? '', one.shape.join('x'), one.width, one.method, one.softRank, one.hardRank, one.concentration, one.topShare, one.softUtilisation, one.hardUtilisation,
    one.normalisation, one.sui, one.effectiveDimension, one.stableRank, one.spectralNorm, one.tail?.alpha ?? '', one.tail?.xmin ?? '', one.tail?.ksDistance ?? '', one.tail?.n ?? '', one.bulk?.spikes ?? '']);
  return csvTable([header, ...rows]);
}
