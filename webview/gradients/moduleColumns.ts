import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { GradientTrouble, ModuleInfluence } from '../../src/model/gradientReport';
import { html } from '../components/dom';
import type { GridColumn } from '../components/gridOrder';
import { stateIcon } from '../components/states';
import { t } from '../components/translate';
import { measureTitle } from './toolbar';

/** A share that would be written as nothing. */
const smallest = 1e-3;

export function moduleColumns(): readonly GridColumn<ModuleInfluence>[] {
  return [
    { name: 'module', title: () => t('Module'), words: true, width: 150, grow: 3, value: ({ name }) => name, cell: ({ name, assumed }) => [html('span', { title: assumed ? t('{0}: the name is assumed', name) : name }, assumed ? `${name} ?` : name)] },
    { name: 'layer', title: () => t('Layer'), width: 56, value: ({ layer }) => layer, cell: ({ layer }) => [layer === null ? '–' : String(layer)] },
    { name: 'role', title: () => t('Role'), words: true, width: 90, value: ({ role }) => role, cell: ({ role }) => [role] },
    { name: 'parameters', title: () => t('Parameters'), width: 84, largestFirst: true, value: ({ parameters }) => parameters, cell: ({ parameters }) => [parameters === null ? '–' : formatNumber(parameters)] },
    { name: 'norm', title: () => measureTitle('norm'), width: 84, largestFirst: true, value: ({ gradNormMean }) => gradNormMean, cell: ({ gradNormMean }, figure) => [figure(gradNormMean)] },
    { name: 'spread', title: () => t('± over steps'), hint: () => t('Standard deviation of the norm over the records.'), width: 84, largestFirst: true, value: ({ gradNormStd }) => gradNormStd, cell: ({ gradNormStd }, figure) => [gradNormStd === null ? '–' : figure(gradNormStd)] },
    { name: 'perParameter', title: () => measureTitle('perParameter'), width: 90, largestFirst: true, value: ({ gradNormPerSqrtParam }) => gradNormPerSqrtParam, cell: ({ gradNormPerSqrtParam: value }, figure) => [value === null ? '–' : figure(value)] },
    { name: 'energy', title: () => t('Energy'), hint: () => t('Squared norm over the sum of all: the part of the first-order gain of a step that the module would keep alone.'), width: 70, largestFirst: true, value: ({ energyShare }) => energyShare, cell: ({ energyShare }) => [energyShare > 0 && energyShare < smallest ? t('< {0}', formatPercent(smallest)) : formatPercent(energyShare)] },
    { name: 'silent', title: () => t('Silent rows'), hint: () => t('Rows of its matrices without any gradient: dead neurons; in an embedding, tokens that never came.'), width: 80, largestFirst: true, value: ({ silentRows }) => silentRows ?? null, cell: ({ silentRows, rows }) => [silentRows === undefined || rows === undefined ? '–' : t('{0} of {1}', formatStep(silentRows), formatStep(rows))] },
    { name: 'state', title: () => t('State'), words: true, width: 100, largestFirst: true, value: ({ trouble }) => (trouble === null ? 0 : 1), cell: stateCell },
  ];
}

function stateCell({ trouble, why }: ModuleInfluence): readonly (Node | string)[] {
  if (trouble === null) return [html('span', { class: 'quiet' }, t('learns'))];
  return [stateIcon('warning'), ' ', html('span', { title: why ?? '' }, troubleWord(trouble))];
}

function troubleWord(trouble: GradientTrouble): string {
  switch (trouble) {
    case 'vanished': return t('vanished');
    case 'exploding': return t('explodes');
    case 'silent rows': return t('silent rows');
  }
}
