import type { Figure } from '../../src/model/figures';
import { formatNumber, intervalOf } from '../../src/model/format';
import type { Estimate } from '../../src/model/estimate';
import { isDetermined, type ModelSummary } from '../../src/model/densityOverview';
import { html, setText } from '../components/dom';
import { Grid } from '../components/grid';
import type { GridColumn } from '../components/gridOrder';
import { t } from '../components/translate';
import { aheadText, chosenModel, type Section, sizeText } from './densityView';

/** Every model with its density; a row makes it stand out in the charts. */
export function modelsSection(choose: (key: string) => void): Section {
  const grid = new Grid<ModelSummary>({ label: t('Models'), columns: columns(), order: { column: 'density', descending: true }, key: ({ key }) => key, choose: ({ key }) => choose(key) });
  const note = html('span', { class: 'unit' });
  const element = html('section', { class: 'models', 'aria-label': t('Models') }, html('div', { class: 'heading' }, html('h2', {}, t('Models')), note), grid.element);
  return {
    element,
    show(view) {
      const { density } = view;
      element.hidden = density === null;
      if (!density) return;
      setText(note, t('against {0}; tokens that are not known count as {1}', density.reference.name, sizeText(density.referenceTokens)));
      grid.show(density.models, chosenModel(view)?.key ?? null);
    },
  };
}

function columns(): readonly GridColumn<ModelSummary>[] {
  return [
    { name: 'model name', title: () => t('Model'), words: true, width: 150, grow: 3, value: ({ label }) => label, cell: ({ label, table }) => [html('span', { title: `${label} – ${table}` }, label)] },
    { name: 'density', title: () => t('Density ρ'), width: 76, largestFirst: true, value: (row) => (isKnown(row) ? row.density.value : null), cell: densityCell },
    { name: 'interval', title: () => t('95 % interval'), width: 96, value: (row) => (isKnown(row) ? row.density.low : null), cell: ({ density, outOfRange, guessing }) => [density ? intervalOf(density.value, density.low, density.high) : html('span', { class: 'quiet', title: outOfRange ?? '' }, guessing ? t('guessing') : t('out of range'))] },
    { name: 'effective', title: () => t('Effective parameters'), width: 76, largestFirst: true, value: (row) => (isKnown(row) ? row.effectiveParameters?.value ?? null : null), cell: ({ effectiveParameters }) => [effectiveParameters ? sizeText(effectiveParameters.value) : '–'] },
    { name: 'parameters', title: () => t('Parameters'), width: 76, largestFirst: true, value: ({ parameters }) => parameters, cell: ({ parameters }) => [sizeText(parameters)] },
    { name: 'form', title: () => t('Form'), words: true, width: 96, hint: () => t('Active parameters of a mixture of experts, bits of a quantised model.'), value: ({ bits, active }) => bits ?? active, cell: formCell },
    { name: 'tokens', title: () => t('Tokens'), width: 60, largestFirst: true, value: ({ tokens }) => tokens, cell: ({ tokens }) => [tokens === null ? '–' : sizeText(tokens)] },
    { name: 'score', title: () => t('Score'), width: 56, largestFirst: true, value: ({ score }) => score, cell: ({ score }, figure) => [figure(score)] },
    { name: 'date', title: () => t('Release'), words: true, width: 80, value: ({ date }) => date, cell: ({ date }) => [date ?? '–'] },
    { name: 'ahead', title: () => t('Against the trend'), words: true, width: 124, largestFirst: true, value: ({ monthsAhead }) => monthsAhead, cell: ({ monthsAhead }) => [monthsAhead === null ? '–' : aheadText(monthsAhead)] },
  ];
}

/** One whose density is next to unknown stands last, whatever number its score would give. */
function isKnown(row: ModelSummary): row is ModelSummary & { readonly density: Estimate } {
  return row.density !== null && isDetermined(row.density);
}

function densityCell({ density, outOfRange }: ModelSummary, figure: Figure): readonly (Node | string)[] {
  if (density && !isDetermined(density)) return [html('span', { class: 'doubtful', title: t('The score is too near to guessing, or to the best of the reference, to tell a size.') }, `(${formatNumber(density.value)})`)];
  return [density ? figure(density.value) : html('span', { class: 'quiet', title: outOfRange ?? '' }, '–')];
}

function formCell({ bits, active }: ModelSummary): readonly string[] {
  const parts = [...(active === null ? [] : [t('{0} active', sizeText(active))]), ...(bits === null || bits >= 16 ? [] : [t('{0} bits', formatNumber(bits))])];
  return [parts.length > 0 ? parts.join(', ') : t('dense')];
}
