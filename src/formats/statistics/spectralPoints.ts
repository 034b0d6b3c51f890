import type { SpectrumSite } from '../../model/spectrum';
import { spectralMeasures, spectralMetric, type SpectralMeasure } from '../../model/spectralMetric';
import type { RecordBatch } from '../recordBatch';

/** Where and when a spectrum was taken. */
export interface SpectrumPlace {
  readonly step: number;
  /** Name of the layer or of the weight matrix; "7" for the FFN of block 7. */
  readonly layer: string;
  readonly site: SpectrumSite;
  /** Lane of the batch: the run in a source that holds several. */
  readonly lane?: string;
}

/** Adds what is known of a spectrum to the columns of its layer; NaN is a measure that was tried and failed. */
export function addSpectralPoints(records: RecordBatch, { step, layer, site, lane }: SpectrumPlace, measures: Readonly<Partial<Record<SpectralMeasure, number>>>): void {
  for (const measure of spectralMeasures) {
    const value = measures[measure];
    if (value === undefined) continue;
    const metric = spectralMetric({ layer, site, measure });
    records.column(metric, metric, lane).push(step, value);
  }
}
