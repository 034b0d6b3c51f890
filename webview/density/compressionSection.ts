import type { CompressionSummary } from '../../src/model/densityOverview';
import { intervalOf } from '../../src/model/format';
import { html } from '../components/dom';
import { Grid } from '../components/grid';
import type { GridColumn } from '../components/gridOrder';
import { stateIcon } from '../components/states';
import { t } from '../components/translate';
import { benchmarkTitle, type Section } from './densityView';

/** Pruned, distilled and quantised models beside what they were made from. */
export function compressionSection(): Section {
  const grid = new Grid<CompressionSummary>({ label: t('Compression'), columns: columns(), order: { column: '', descending: false }, key: ({ model, benchmark }) => `${model} ${benchmark}` });
  const missing = html('p', { class: 'missing' }, t('Name in a column base_model what each pruned, distilled or quantised model was made from: Plateau then says whether it lost more than it saved.'));
  const element = html('section', { class: 'compression', 'aria-label': t('Compression') }, html('div', { class: 'heading' }, html('h2', {}, t('Compression'))), grid.element, missing);
  return {
    element,
    show({ density }) {
      element.hidden = density === null;
      const pairs = density ? [...density.compression].sort((a, b) => Number(b.benchmark === density.benchmark) - Number(a.benchmark === density.benchmark)) : [];
      grid.element.hidden = pairs.length === 0;
      missing.hidden = pairs.length > 0;
      grid.show(pairs);
    },
  };
}

function columns(): readonly GridColumn<CompressionSummary>[] {
  return [
    { name: 'compressed', title: () => t('Compressed'), words: true, width: 96, grow: 2, value: ({ model }) => model, cell: ({ model, original }) => [html('span', { title: t('{0}, made from {1}', model, original) }, model)] },
    { name: 'verdict-word', title: () => t('Verdict'), words: true, width: 112, value: ({ verdict }) => verdict, cell: ({ verdict }) => [stateIcon(verdict === 'less dense' ? 'warning' : 'healthy'), ' ', verdictWord(verdict)] },
    { name: 'ratio', title: () => t('Density over the original'), width: 72, largestFirst: true, value: ({ ratio }) => ratio.value, cell: ({ ratio }, figure) => [figure(ratio.value)] },
    { name: 'interval', title: () => t('95 % interval'), width: 76, value: ({ ratio }) => ratio.low, cell: ({ ratio }) => [intervalOf(ratio.value, ratio.low, ratio.high)] },
    { name: 'benchmark', title: () => t('Benchmark'), words: true, width: 76, value: ({ benchmark }) => benchmark, cell: ({ benchmark }) => [benchmarkTitle(benchmark)] },
  ];
}

function verdictWord(verdict: CompressionSummary['verdict']): string {
  switch (verdict) {
    case 'denser': return t('denser');
    case 'less dense': return t('less dense');
    case 'about as dense': return t('about as dense');
  }
}
