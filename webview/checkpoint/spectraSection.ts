import type { LayerSpectrum } from '../../src/model/spectrum';
import { formatCount, formatPercent } from '../../src/model/format';
import { html, replaceChildren, setText } from '../components/dom';
import { exportButtons } from '../components/exportButtons';
import { Grid } from '../components/grid';
import { t } from '../components/translate';
import { eigenvalueSection } from '../spectra/eigenvalueSection';
import type { CheckpointView, Section } from './checkpointView';
import { matrixColumns } from './matrixColumns';

export interface SpectraActions {
  workOut(): void;
  cancel(): void;
  choose(matrix: string): void;
  exportSpectra(): void;
}

/** The spectra of the weights: worked out on request, with progress; then a table and the eigenvalues of one matrix. */
export function spectraSection(actions: SpectraActions): Section {
  const start = html('vscode-button', { appearance: 'primary', onclick: () => actions.workOut() }, t('Work out the spectra'));
  const explained = html('p', { class: 'quiet' }, t('Ranks, tail exponents and spikes of every weight matrix. Matrices are read one at a time; a second look is instant.'));
  const offer = html('div', { class: 'offer' }, start, explained);
  const bar = html('progress', { 'aria-label': t('Spectra worked out') });
  const status = html('span', { class: 'unit', role: 'status' });
  const running = html('div', { class: 'running' }, bar, status, html('vscode-button', { appearance: 'secondary', onclick: () => actions.cancel() }, t('Cancel')));
  const count = html('span', { class: 'unit' });
  const exports = exportButtons(['csv'], () => actions.exportSpectra());
  const grid = new Grid<LayerSpectrum>({ label: t('Spectra of the weights'), columns: matrixColumns(), order: { column: '', descending: false }, key: ({ name }) => name, choose: ({ name }) => actions.choose(name) });
  const eigenvalues = eigenvalueSection(t('Choose a row of the table.'));
  const troubles = html('ul', { class: 'troubles quiet' });
  const results = html('div', { class: 'spectra-parts' }, html('div', {}, grid.element, troubles), eigenvalues.element);
  const element = html('section', { class: 'matrices', 'aria-label': t('Spectra of the weights') },
    html('div', { class: 'heading' }, html('h2', {}, t('Spectra of the weights')), count, exports), offer, running, results);
  return {
    element,
    show(view) {
      const { spectra, progress, chosen } = view;
      offer.hidden = spectra !== null || progress !== null;
      running.hidden = progress === null;
      results.hidden = exports.hidden = spectra === null;
      if (progress) showProgress(bar, status, progress);
      if (!spectra) return setText(count, '');
      setText(count, formatCount(spectra.layers.length, t('matrix'), t('matrices')));
      grid.show(spectra.layers, chosen);
      replaceChildren(troubles, ...spectra.troubles.map((text) => html('li', {}, text)));
      eigenvalues.show(chosen ?? '', chosenSpectrum(view));
    },
  };
}

function chosenSpectrum({ spectra, chosen }: CheckpointView): LayerSpectrum | undefined {
  return spectra?.layers.find(({ name }) => name === chosen);
}

function showProgress(bar: HTMLProgressElement, status: HTMLElement, { done, total, name }: NonNullable<CheckpointView['progress']>): void {
  if (total === 0) {
    bar.removeAttribute('value');
    return setText(status, t('Reading the checkpoint…'));
  }
  bar.max = total;
  bar.value = done;
  setText(status, t('{0} of {1} ({2}), last: {3}', done, formatCount(total, t('matrix'), t('matrices')), formatPercent(done / total), name));
}
