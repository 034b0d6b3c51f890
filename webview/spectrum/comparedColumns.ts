import type { Figure } from '../../src/model/figures';
import { html } from '../components/dom';
import type { GridColumn } from '../components/gridOrder';
import { t } from '../components/translate';
import { signedPercent } from '../spectra/signedPercent';
import { inColumn, measures, measureTitle } from './measures';
import type { SpectrumView } from './spectrumView';

interface Both {
  readonly here: number;
  readonly there: number;
}

export interface ComparedLayer {
  readonly layer: string;
  /** The measure that the panel shows. */
  readonly chosen: Both;
  readonly softRank: Both;
  readonly hardRank: Both;
  readonly concentration: Both;
  /** Why it may not be judged by. */
  readonly doubt: string | undefined;
}

type Side = 'chosen' | 'softRank' | 'hardRank' | 'concentration';

export function comparedColumns({ measure, report }: SpectrumView): readonly GridColumn<ComparedLayer>[] {
  const { format } = measures[measure];
  const title = measureTitle(measure, report.normalisation);
  return [
    { name: 'layer name', title: () => t('Layer'), words: true, width: 80, grow: 2, value: ({ layer }) => layer, cell: ({ layer, doubt }) => [html('span', { title: doubt ?? layer }, doubt === undefined ? layer : `○ ${layer}`)] },
    { name: 'here', title: () => t('{0} here', title), width: 112, value: ({ chosen }) => chosen.here, cell: ({ chosen }, figure) => [textOf(chosen.here, inColumn(format, figure))] },
    { name: 'there', title: () => t('there'), width: 60, value: ({ chosen }) => chosen.there, cell: ({ chosen }, figure) => [textOf(chosen.there, inColumn(format, figure))] },
    change('chosen', t('change')), change('softRank', t('soft rank')), change('hardRank', t('hard rank')), change('concentration', t('concentration')),
  ];
}

function change(side: Side, title: string): GridColumn<ComparedLayer> {
  const share = (row: ComparedLayer) => row[side].here / row[side].there - 1;
  return { name: `change-${side}`, title: () => title, hint: () => t('Relative change from there to here.'), width: side === 'concentration' ? 92 : 68, value: share, cell: (row) => [signedPercent(share(row))] };
}

function textOf(value: number, format: Figure): string {
  return value === value ? format(value) : '–';
}
