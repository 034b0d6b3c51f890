import type { PlacedTensor } from '../../src/model/checkpoint';
import { formatCount, formatStep } from '../../src/model/format';
import { html, setText } from '../components/dom';
import { exportButtons } from '../components/exportButtons';
import { Grid } from '../components/grid';
import type { GridColumn } from '../components/gridOrder';
import type { ValueElement } from '../components/toolkit';
import { t } from '../components/translate';
import type { Section } from './checkpointView';
import { numbersIn, roleTitle } from './roles';
import { formatBytes } from './sizes';

export interface TensorActions {
  filter(text: string): void;
  export(what: ExportedKind): void;
}

/** The tensors as a table, or all that is known of the checkpoint. */
export type ExportedKind = 'csv' | 'json';

/** Every tensor with what it does, where it stands, its shape, type and size; typing narrows the list. */
export function tensorsSection(actions: TensorActions): Section {
  const filter = html('vscode-text-field', { 'placeholder': t('Filter by name, role, type or layer'), 'aria-label': t('Filter tensors') }) as ValueElement;
  const counts = html('span', { class: 'unit', role: 'status' });
  const grid = new Grid<PlacedTensor>({ label: t('Tensors'), columns: tensorColumns(), order: { column: '', descending: false }, key: ({ name }) => name, type: () => filter.focus() });
  const element = html('section', { class: 'tensors', 'aria-label': t('Tensors') }, html('div', { class: 'heading' }, html('h2', {}, t('Tensors')), counts, filter, exportButtons(['csv', 'json'], (kind) => actions.export(kind))), grid.element);
  filter.addEventListener('input', () => actions.filter(filter.value));
  filter.addEventListener('keydown', (event) => { if (event.key === 'ArrowDown') grid.element.focus(); });
  let shown: readonly PlacedTensor[] | undefined;
  let shownFilter = '';
  return {
    element,
    show({ checkpoint: { tensors }, filter: text }) {
      if (shown === tensors && shownFilter === text) return;
      [shown, shownFilter] = [tensors, text];
      if (filter.value !== text) filter.value = text;
      const kept = matching(tensors, text);
      setText(counts, kept.length < tensors.length ? t('{0} of {1} shown', formatStep(kept.length), formatStep(tensors.length)) : formatCount(tensors.length, t('tensor'), t('tensors')));
      grid.show(kept);
    },
  };
}

/** Tensors that hold every word of the filter. */
export function matching(tensors: readonly PlacedTensor[], filter: string): readonly PlacedTensor[] {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return tensors;
  return tensors.filter((tensor) => {
    const text = `${tensor.name}\n${tensor.role}\n${roleTitle(tensor.role)}\n${tensor.type}\n${shapeText(tensor.shape)}\n${tensor.layer === null ? '' : t('layer {0}', tensor.layer)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? t('scalar') : shape.map(formatStep).join(' × ');
}

function tensorColumns(): readonly GridColumn<PlacedTensor>[] {
  return [
    { name: 'name', title: () => t('Name'), words: true, width: 168, grow: 4, value: ({ name }) => name, cell: ({ name }) => [html('span', { title: name }, name)] },
    { name: 'role', title: () => t('Role'), words: true, width: 126, grow: 2, value: ({ role }) => roleTitle(role), cell: roleCell },
    { name: 'layer', title: () => t('Layer'), width: 48, value: ({ layer }) => layer, cell: ({ layer }) => [layer === null ? '–' : String(layer)] },
    { name: 'shape', title: () => t('Shape'), width: 100, largestFirst: true, value: numbersIn, cell: ({ shape, transposed }) => [html('span', { title: transposed ? t('Stored as inputs × outputs.') : undefined }, shapeText(shape))] },
    { name: 'type', title: () => t('Type'), words: true, width: 56, value: ({ type }) => type, cell: ({ type }) => [type] },
    { name: 'size', title: () => t('Size'), width: 70, largestFirst: true, value: ({ bytes }) => bytes, cell: ({ bytes }) => [formatBytes(bytes)] },
  ];
}

function roleCell({ role, assumed }: PlacedTensor): readonly (Node | string)[] {
  if (!assumed) return [html('span', { title: roleTitle(role) }, roleTitle(role))];
  return [html('span', { title: t('Role or layer are assumed from the shape; no known name tells them.') }, roleTitle(role), ' ', html('span', { class: 'quiet' }, t('(assumed)')))];
}
