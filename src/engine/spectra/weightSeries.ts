import { Series } from '../../model/series';
import type { SpectralMeasure } from '../../model/spectralMetric';
import { shortModuleName } from '../../model/shortModuleName';
import { spectralMetric } from '../../model/spectralMetric';
import type { LayerSpectrum } from '../../model/spectrum';

/** The spectra of all weights at one step. */
export interface WeightsAtStep {
  readonly step: number;
  readonly layers: readonly LayerSpectrum[];
}

/** Spectral measures of every weight matrix over the checkpoints of a run, as series under the short names of the matrices. */
export function weightSeries(history: readonly WeightsAtStep[]): readonly Series[] {
  const series = new Map<string, Series>();
  for (const { step, layers } of [...history].sort((a, b) => a.step - b.step)) {
    for (const layer of layers) for (const [measure, value] of measuresOf(layer)) columnOf(series, shortModuleName(layer.name), measure).push(step, value, NaN);
  }
  return [...series.values()];
}

function columnOf(series: Map<string, Series>, layer: string, measure: SpectralMeasure): Series {
  const metric = spectralMetric({ layer, site: 'weight', measure });
  const column = series.get(metric) ?? new Series(metric);
  series.set(metric, column);
  return column;
}

function measuresOf({ effectiveRank, softRank, hardRank, concentration, topShare, stableRank, spectralNorm, tail, width }: LayerSpectrum): readonly (readonly [SpectralMeasure, number])[] {
  return [
    ['softRank', softRank], ['hardRank', hardRank], ['concentration', concentration], ['topShare', topShare],
    ['effectiveRank', effectiveRank ?? NaN], ['stableRank', stableRank], ['spectralNorm', spectralNorm], ['tailAlpha', tail?.alpha ?? NaN], ['width', width],
  ];
}
