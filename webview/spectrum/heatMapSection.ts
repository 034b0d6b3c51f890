import { formatCount, formatStep } from '../../src/model/format';
import type { LayerHistory } from '../../src/model/spectralReport';
import { HeatMap } from '../charts/heatMap';
import type { HeatPicture } from '../charts/heatPicture';
import { limitsOf } from '../charts/xyPicture';
import { html } from '../components/dom';
import { shortNames } from '../components/shortNames';
import { t } from '../components/translate';
import { doubtOf } from '../spectra/samplingText';
import { measures, measureTitle } from './measures';
import { latest, layerTitle, type Place, type Section, siteTitle, type SpectrumView, stepsOf } from './spectrumView';
import { worstLayers } from './worstLayers';

/** The chosen measure over layers and steps; a cell leads to its eigenvalues. */
export function heatMapSection(choose: (place: Place) => void): Section {
  let shown: SpectrumView | undefined;
  const map = new HeatMap({
    title: t('Layers over the steps'),
    choose: ({ row, column }) => {
      const layer = shown?.layers[row];
      if (shown && layer) choose({ layer: layer.layer, site: layer.site, step: nearestStep(layer, stepsOf(shown.layers)[column]) });
    },
  });
  const element = html('section', { class: 'chart layers', 'aria-label': t('Layers over the steps') },
    html('div', { class: 'heading' }, html('h2', {}, t('Layers over the steps')), map.key.element),
    html('div', { class: 'heat-frame' }, map.plot), html('div', { class: 'tables' }, map.table.element));
  return {
    element,
    show(view) {
      shown = view;
      map.show(heatPicture(view));
    },
  };
}

export function heatPicture(view: SpectrumView): HeatPicture {
  const { layers, measure, report, place } = view;
  const { scale, telling, format } = measures[measure];
  const columns = stepsOf(layers);
  const labels = shortNames(layers.map(({ layer }) => layer));
  const rows = layers.map((layer, i) => ({ label: labels[i], name: layer.layer, values: spread(layer, layer.measures[measure], columns), doubt: doubtOf(layer.sampling) }));
  const values = rows.flatMap((row) => [...row.values]).filter(Number.isFinite);
  const chosenRow = layers.findIndex(({ layer, site }) => layer === place?.layer && site === place.site);
  const chosenColumn = place ? columns.indexOf(place.step) : -1;
  const exact = values.length > 0 ? { low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) } : limitsOf([], scale);
  return {
    sentence: sentence(view), rowTitle: view.site === 'weight' ? t('Matrix') : t('layer'), rows, columnTitle: t('step'), columns, telling,
    values: { title: measureTitle(measure, report.normalisation), scale, ...(exact.high > exact.low ? exact : limitsOf(values, scale)) },
    chosen: chosenRow >= 0 && chosenColumn >= 0 ? { row: chosenRow, column: chosenColumn } : null,
    cellText: format, columnText: formatStep,
  };
}

/** A layer's values at the steps of all layers. */
function spread({ steps }: LayerHistory, values: Float64Array, columns: Float64Array): Float64Array {
  const at = new Map(Array.from(steps, (step, i) => [step, values[i]]));
  return columns.map((step) => at.get(step) ?? NaN);
}

function nearestStep({ steps }: LayerHistory, step: number): number {
  return steps.reduce((best, candidate) => Math.abs(candidate - step) < Math.abs(best - step) ? candidate : best);
}

function sentence({ layers, measure, report, site }: SpectrumView): string {
  const { telling, format } = measures[measure];
  const [worst] = worstLayers(layers, measure);
  const what = t('{0} of {1} {2}', measureTitle(measure, report.normalisation), formatCount(layers.length, t('layer'), t('layers')), siteTitle(site));
  if (!worst) return t('{0}: no value may be judged by.', what);
  const ordered = [...layers].filter((layer) => Number.isFinite(latest(layer, measure))).sort((a, b) => latest(a, measure) - latest(b, measure));
  const end = telling === 'lowest' ? ordered[0] : ordered[ordered.length - 1];
  const [place, value] = [layerTitle(end.layer), format(latest(end, measure))];
  return telling === 'lowest' ? t('{0}: lowest at the end in {1} with {2}.', what, place, value) : t('{0}: highest at the end in {1} with {2}.', what, place, value);
}
