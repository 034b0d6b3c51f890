import type { RunSummary } from '../../src/engine/protocol';
import type { HistoryMeasure, LayerHistory, SpectralReport, WidthReport } from '../../src/model/spectralReport';
import type { LayerSpectrum, SpectrumSite } from '../../src/model/spectrum';
import type { PageSection } from '../components/page';
import { t } from '../components/translate';

/** A record of one layer. */
export interface Place {
  readonly layer: string;
  readonly site: SpectrumSite;
  readonly step: number;
}

/** What the layers are compared with: an earlier step of the run, or another run. */
export interface Comparison {
  readonly run: string | null;
  /** Step here and step there; null for the latest. */
  readonly here: number | null;
  readonly there: number | null;
}

/** Everything the spectral panel shows at one moment. */
export interface SpectrumView {
  readonly summary: RunSummary;
  readonly report: SpectralReport;
  readonly site: SpectrumSite;
  readonly measure: HistoryMeasure;
  /** Layers with a record at this site, in the order of the model. */
  readonly layers: readonly LayerHistory[];
  readonly place: Place | null;
  /** Spectrum at that place; null where only measures were recorded, undefined while it is awaited. */
  readonly spectrum: LayerSpectrum | null | undefined;
  readonly widths: WidthReport;
  readonly widthGroup: string | null;
  /** All runs with spectra, for comparison. */
  readonly others: readonly RunSummary[];
  readonly comparison: Comparison | null;
  /** Spectra of the run to compare with. */
  readonly otherReport: SpectralReport | null;
}

/** A part of the panel. */
export type Section = PageSection<SpectrumView>;

/** A layer for people: a number becomes "layer 7", the name of a matrix stays what it is. */
export function layerTitle(layer: string): string {
  return /^\d+$/.test(layer) ? t('layer {0}', layer) : layer;
}

export function siteTitle(site: SpectrumSite): string {
  switch (site) {
    case 'pre': return t('before the nonlinearity');
    case 'post': return t('after the nonlinearity');
    case 'weight': return t('weights');
  }
}

/** The latest value of a measure that is known, NaN where none is. */
export function latest({ measures }: LayerHistory, measure: HistoryMeasure): number {
  const column = measures[measure];
  for (let i = column.length - 1; i >= 0; i--) if (column[i] === column[i]) return column[i];
  return NaN;
}

/** The value of a measure at the last record up to a step, NaN where there is none. */
export function valueUpTo({ steps, measures }: LayerHistory, measure: HistoryMeasure, step: number): number {
  for (let i = steps.length - 1; i >= 0; i--) if (steps[i] <= step) return measures[measure][i];
  return NaN;
}

/** All steps at which any of these layers has a record, increasing. */
export function stepsOf(layers: readonly LayerHistory[]): Float64Array {
  return Float64Array.from(new Set(layers.flatMap(({ steps }) => [...steps]))).sort();
}
