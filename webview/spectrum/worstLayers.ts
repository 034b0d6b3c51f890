import type { HistoryMeasure, LayerHistory } from '../../src/model/spectralReport';
import { measures } from './measures';
import { latest } from './spectrumView';

/** Layers that may be judged, the one in most trouble first: by their trend, then by the measure. */
export function worstLayers(layers: readonly LayerHistory[], measure: HistoryMeasure): readonly LayerHistory[] {
  const sign = measures[measure].telling === 'lowest' ? 1 : -1;
  return layers
    .filter((layer) => layer.sampling !== 'severely under-sampled' && Number.isFinite(latest(layer, measure)))
    .sort((a, b) => severity(b) - severity(a) || sign * (latest(a, measure) - latest(b, measure)));
}

function severity({ trend }: LayerHistory): number {
  return trend?.state === 'collapsed' ? 2 : trend?.state === 'falling' ? 1 : 0;
}
