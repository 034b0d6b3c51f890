import type { SpectrumSite } from './spectrum';

/** Measures of a layer that are kept as series over the steps of a run; the others follow from them. */
export const spectralMeasures = [
  'softRank', 'hardRank', 'concentration', 'topShare', 'effectiveRank', 'stableRank', 'spectralNorm', 'tailAlpha',
  'width', 'tokens', 'jsDivergence',
] as const;

export type SpectralMeasure = (typeof spectralMeasures)[number];

/** A column of spectral measures: which layer, where, what. */
export interface SpectralColumn {
  /** Name of the layer or of the weight matrix; "7" for the FFN of block 7. */
  readonly layer: string;
  readonly site: SpectrumSite;
  readonly measure: SpectralMeasure;
}

const prefix = 'spectrum/';

/** Canonical metric of a spectral column: `spectrum/post/hardRank/7`. The layer stands last, for it may hold slashes. */
export function spectralMetric({ layer, site, measure }: SpectralColumn): string {
  return `${prefix}${site}/${measure}/${layer}`;
}

/** The spectral column that a canonical metric names, or undefined for any other metric. */
export function spectralColumn(metric: string): SpectralColumn | undefined {
  if (!metric.startsWith(prefix)) return undefined;
  const [site, measure, ...layer] = metric.slice(prefix.length).split('/');
  if (!isSite(site) || !isMeasure(measure) || layer.length === 0) return undefined;
  return { layer: layer.join('/'), site, measure };
}

function isSite(text: string): text is SpectrumSite {
  return text === 'pre' || text === 'post' || text === 'weight';
}

function isMeasure(text: string | undefined): text is SpectralMeasure {
  return spectralMeasures.some((measure) => measure === text);
}
