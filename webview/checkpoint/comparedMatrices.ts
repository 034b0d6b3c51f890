import type { Checkpoint } from '../../src/model/checkpoint';
import { formatCount } from '../../src/model/format';
import type { LayerSpectrum } from '../../src/model/spectrum';
import { html } from '../components/dom';
import type { GridColumn } from '../components/gridOrder';
import { t } from '../components/translate';
import { signedPercent } from '../spectra/signedPercent';
import type { CheckpointView } from './checkpointView';
import { shapeText } from './tensorsSection';

export interface ComparedMatrix {
  readonly name: string;
  readonly here: LayerSpectrum;
  readonly there: LayerSpectrum;
}

/** Matrices that both checkpoints have; none until the spectra of both are worked out. */
export function comparedMatrices({ spectra, other }: CheckpointView): readonly ComparedMatrix[] {
  const there = new Map(other?.spectra?.layers.map((layer) => [layer.name, layer]));
  return (spectra?.layers ?? []).flatMap((here) => {
    const match = there.get(here.name);
    return match ? [{ name: here.name, here, there: match }] : [];
  });
}

/** Whether the two hold the same tensors, and otherwise which differ. */
export function structureSentence(here: Checkpoint, there: Checkpoint): string {
  const shapes = new Map(there.tensors.map(({ name, shape }) => [name, shapeText(shape)]));
  const names = new Set(here.tensors.map(({ name }) => name));
  const added = here.tensors.filter(({ name }) => !shapes.has(name)).length;
  const gone = there.tensors.filter(({ name }) => !names.has(name)).length;
  const reshaped = here.tensors.filter(({ name, shape }) => shapes.has(name) && shapes.get(name) !== shapeText(shape)).length;
  if (added + gone + reshaped === 0) return t('Both hold the same {0} of the same shapes.', formatCount(here.tensors.length, t('tensor'), t('tensors')));
  return t('Only here: {0}. Only there: {1}. Of another shape: {2}.', ...[added, gone, reshaped].map((count) => formatCount(count, t('tensor'), t('tensors'))));
}

export function comparedColumns(): readonly GridColumn<ComparedMatrix>[] {
  return [
    { name: 'name', title: () => t('Matrix'), words: true, width: 190, grow: 4, value: ({ name }) => name, cell: ({ name }) => [html('span', { title: name }, name)] },
    figure('soft', t('Soft rank here'), ({ here }) => here.softRank), figure('there', t('there'), ({ there }) => there.softRank),
    change('change', t('change'), ({ softRank }) => softRank), change('hard', t('hard rank'), ({ hardRank }) => hardRank),
    change('stable', t('stable rank'), ({ stableRank }) => stableRank), change('norm', t('spectral norm'), ({ spectralNorm }) => spectralNorm),
    figure('alpha', t('α here'), ({ here }) => here.tail?.alpha ?? NaN), figure('alphaThere', t('α there'), ({ there }) => there.tail?.alpha ?? NaN),
  ];
}

function figure(name: string, title: string, value: (row: ComparedMatrix) => number): GridColumn<ComparedMatrix> {
  return { name, title: () => title, value, cell: (row, figure) => [Number.isFinite(value(row)) ? figure(value(row)) : '–'] };
}

function change(name: string, title: string, of: (spectrum: LayerSpectrum) => number): GridColumn<ComparedMatrix> {
  const share = ({ here, there }: ComparedMatrix) => of(here) / of(there) - 1;
  return { name, title: () => title, hint: () => t('Relative change from there to here.'), value: share, cell: (row) => [signedPercent(share(row))] };
}
