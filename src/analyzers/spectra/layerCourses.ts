import { latestPoints } from '../../model/latestPoints';
import type { Run } from '../../model/run';
import type { Series } from '../../model/series';
import type { HistoryMeasure, LayerHistory } from '../../model/spectralReport';
import type { UtilisationNormalisation } from '../../model/spectrum';
import { spectralColumn, type SpectralColumn, type SpectralMeasure } from '../../model/spectralMetric';
import { samplingStatus } from '../../numerics/spectrum/samplingStatus';
import { utilisation } from '../../numerics/spectrum/utilisation';

/** A layer's spectra over the steps of a run, with what every single record rests on. */
export interface LayerCourse extends Omit<LayerHistory, 'trend'> {
  /** Width and rows of each record; NaN where the log does not tell. */
  readonly widths: Float64Array;
  readonly rows: Float64Array;
}

/** The spectra of all layers and sites of a run, in the order of the model. A record that a resumed run repeats replaces the earlier one. */
export function layerCourses(run: Run, normalisation: UtilisationNormalisation): LayerCourse[] {
  const byLayer = new Map<string, { readonly column: SpectralColumn; readonly series: Map<SpectralMeasure, Series> }>();
  for (const series of run.series) {
    const column = spectralColumn(series.metric);
    if (!column) continue;
    const key = `${column.layer}\n${column.site}`;
    const layer = byLayer.get(key) ?? { column, series: new Map<SpectralMeasure, Series>() };
    byLayer.set(key, layer);
    // Of several sources the fullest stands first.
    if (!layer.series.has(column.measure)) layer.series.set(column.measure, series);
  }
  return [...byLayer.values()]
    .sort((a, b) => inModelOrder.compare(a.column.layer, b.column.layer) || a.column.site.localeCompare(b.column.site))
    .map(({ column, series }) => courseOf(run, column, series, normalisation));
}

const inModelOrder = new Intl.Collator('en', { numeric: true });

function courseOf(run: Run, { layer, site }: SpectralColumn, series: ReadonlyMap<SpectralMeasure, Series>, normalisation: UtilisationNormalisation): LayerCourse {
  const points = new Map([...series].map(([measure, own]) => [measure, latestPoints(own)]));
  const steps = Float64Array.from(new Set([...points.values()].flatMap((own) => [...own.steps]))).sort();
  const column = (measure: SpectralMeasure): Float64Array => aligned(steps, points.get(measure));
  const softRank = column('softRank');
  const hardRank = column('hardRank');
  const assumedWidth = site === 'weight' ? NaN : run.model.ffnSize ?? NaN;
  const widths = filled(column('width'), assumedWidth);
  const rows = site === 'weight' ? new Float64Array(steps.length).fill(NaN) : filled(column('tokens'), NaN);
  const measures: Record<HistoryMeasure, Float64Array> = {
    softRank, hardRank, concentration: column('concentration'), topShare: column('topShare'), effectiveRank: column('effectiveRank'), stableRank: column('stableRank'),
    spectralNorm: column('spectralNorm'), tailAlpha: column('tailAlpha'), jsDivergence: column('jsDivergence'),
    ...utilisations(softRank, hardRank, widths, normalisation),
  };
  const width = widths.at(-1) ?? NaN;
  const tokens = rows.at(-1) ?? NaN;
  const knownTokens = tokens === tokens ? tokens : null;
  return { layer, site, width, tokens: knownTokens, sampling: samplingStatus(site === 'weight' ? null : tokens, width), steps, measures, widths, rows };
}

/** Values at given steps; NaN where there are none. Both are ascending. */
function aligned(steps: Float64Array, points: { readonly steps: Float64Array; readonly values: Float64Array } | undefined): Float64Array {
  const values = new Float64Array(steps.length).fill(NaN);
  if (!points) return values;
  let next = 0;
  for (let i = 0; i < steps.length && next < points.steps.length; i++) {
    if (steps[i] === points.steps[next]) values[i] = points.values[next++];
  }
  return values;
}

/** What a record does not tell is what the one before it told. */
function filled(values: Float64Array, start: number): Float64Array {
  let last = start;
  return values.map((value) => (last = value === value ? value : last));
}

type Utilisations = Pick<Record<HistoryMeasure, Float64Array>, 'softUtilisation' | 'hardUtilisation' | 'sui' | 'effectiveDimension'>;

function utilisations(softRank: Float64Array, hardRank: Float64Array, widths: Float64Array, normalisation: UtilisationNormalisation): Utilisations {
  const each = Array.from(widths, (width, i) => utilisation({ softRank: softRank[i], hardRank: hardRank[i], width }, normalisation));
  const column = (of: (one: (typeof each)[number]) => number): Float64Array => Float64Array.from(each, of);
  return {
    softUtilisation: column((one) => one.softUtilisation), hardUtilisation: column((one) => one.hardUtilisation),
    sui: column((one) => one.sui), effectiveDimension: column((one) => one.effectiveDimension),
  };
}
