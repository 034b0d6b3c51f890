import type { SpectralReport } from '../../src/model/spectralReport';
import { html, setText } from '../components/dom';
import { Grid } from '../components/grid';
import { t } from '../components/translate';
import { type LayerRow, layerColumns } from './layerColumns';
import type { Place, Section, SpectrumView } from './spectrumView';

/** All layers at all sites with their latest figures; a row leads to its eigenvalues. */
export function layerTableSection(choose: (place: Place) => void): Section {
  const frame = html('div');
  const note = html('span', { class: 'unit' });
  const element = html('section', { class: 'layer-table', 'aria-label': t('Layers') }, html('div', { class: 'heading' }, html('h2', {}, t('Layers')), note), frame);
  let grid: Grid<LayerRow> | undefined;
  let normalisation = '';
  return {
    element,
    show(view) {
      if (normalisation !== view.report.normalisation) {
        normalisation = view.report.normalisation;
        grid = newGrid(view.report, choose);
        frame.replaceChildren(grid.element);
      }
      const doubtful = view.report.layers.some(({ sampling }) => sampling === 'severely under-sampled');
      setText(note, doubtful ? t('latest record of each; figures in brackets are under-sampled') : t('latest record of each'));
      grid?.show(rowsOf(view), view.place ? keyOf(view.place) : null);
    },
  };
}

function newGrid(report: SpectralReport, choose: (place: Place) => void): Grid<LayerRow> {
  return new Grid<LayerRow>({
    label: t('Layers'), columns: layerColumns(report.normalisation), order: { column: '', descending: false },
    key: ({ history }) => keyOf(history),
    choose: ({ history: { layer, site, steps } }) => choose({ layer, site, step: steps[steps.length - 1] }),
  });
}

function rowsOf({ report }: SpectrumView): readonly LayerRow[] {
  return report.layers.map((history) => ({ history, candidate: history.site === 'pre' ? undefined : report.candidates?.find(({ layer }) => layer === history.layer) }));
}

function keyOf({ layer, site }: { readonly layer: string; readonly site: string }): string {
  return `${site} ${layer}`;
}
