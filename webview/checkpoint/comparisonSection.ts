import { html, replaceChildren, setText } from '../components/dom';
import { dropdown } from '../components/dropdown';
import { Grid } from '../components/grid';
import { t } from '../components/translate';
import type { CheckpointView, Section, Sibling } from './checkpointView';
import { comparedColumns, comparedMatrices, type ComparedMatrix, structureSentence } from './comparedMatrices';

export interface ComparisonActions {
  compare(path: string | null): void;
  workOutOther(): void;
}

const nothing = 'nothing';

/** This checkpoint beside another of the same run: what it holds, and how the spectra changed. */
export function comparisonSection(actions: ComparisonActions): Section {
  const other = dropdown('other');
  const sentence = html('p', { class: 'compared', role: 'status' });
  const workOut = html('vscode-button', { appearance: 'secondary', onclick: () => actions.workOutOther() }, t('Work out the spectra of both'));
  const grid = new Grid<ComparedMatrix>({ label: t('Comparison'), columns: comparedColumns(), order: { column: 'change', descending: false }, key: ({ name }) => name });
  const element = html('section', { class: 'comparison', 'aria-label': t('Comparison') },
    html('div', { class: 'heading' }, html('h2', {}, t('Comparison')), html('label', { id: 'other-label', for: 'other', class: 'unit' }, t('with')), other), sentence, workOut, grid.element);
  let offered = '';
  other.addEventListener('change', () => actions.compare(other.value === nothing ? null : other.value));
  return {
    element,
    show(view) {
      element.hidden = view.siblings.length === 0;
      const key = JSON.stringify(view.siblings);
      if (key !== offered) replaceChildren(other, ...[{ path: nothing, name: t('nothing') }, ...view.siblings].map(option));
      offered = key;
      queueMicrotask(() => { other.value = view.other?.path ?? nothing; });
      const rows = comparedMatrices(view);
      sentence.hidden = view.other === null;
      setText(sentence, sentenceOf(view));
      workOut.hidden = !view.other?.checkpoint || rows.length > 0 || view.progress !== null;
      grid.element.hidden = rows.length === 0;
      if (rows.length > 0) grid.show(rows);
    },
  };
}

function option({ path, name }: Sibling): HTMLElement {
  return html('vscode-option', { value: path }, name);
}

function sentenceOf({ checkpoint, other }: CheckpointView): string {
  if (!other) return '';
  return other.checkpoint ? structureSentence(checkpoint, other.checkpoint) : t('Reading the checkpoint…');
}
