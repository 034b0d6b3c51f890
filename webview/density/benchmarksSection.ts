import type { BenchmarkSummary } from '../../src/model/densityOverview';
import { html } from '../components/dom';
import { Grid } from '../components/grid';
import type { GridColumn } from '../components/gridOrder';
import { t } from '../components/translate';
import { benchmarkTitle, countText, type Section } from './densityView';

/** Density by benchmark, for it depends on that; a row switches to it. */
export function benchmarksSection(choose: (benchmark: string) => void): Section {
  const grid = new Grid<BenchmarkSummary>({
    label: t('Density by benchmark'), columns: columns(), order: { column: 'measured', descending: true }, key: ({ benchmark }) => benchmark,
    choose: ({ benchmark, reference }) => { if (reference !== null) choose(benchmark); },
  });
  const element = html('section', { class: 'benchmarks', 'aria-label': t('Density by benchmark') }, html('div', { class: 'heading' }, html('h2', {}, t('Density by benchmark'))), grid.element);
  return {
    element,
    show({ density }) {
      element.hidden = density === null;
      if (density) grid.show(density.benchmarks, density.benchmark);
    },
  };
}

function columns(): readonly GridColumn<BenchmarkSummary>[] {
  return [
    { name: 'benchmark', title: () => t('Benchmark'), words: true, width: 96, grow: 2, value: ({ benchmark }) => benchmark, cell: ({ benchmark }) => [benchmarkTitle(benchmark)] },
    { name: 'reference', title: () => t('Reference'), words: true, width: 90, grow: 1.5, value: ({ reference }) => reference, cell: ({ reference }) => [reference === null ? html('span', { class: 'quiet' }, t('none knows it')) : html('span', { title: reference }, reference)] },
    { name: 'median', title: () => t('Median density'), width: 64, largestFirst: true, value: ({ median }) => median, cell: ({ median }, figure) => [median === null ? '–' : figure(median)] },
    { name: 'densest', title: () => t('Densest'), words: true, width: 110, grow: 2, largestFirst: true, value: ({ highest }) => highest, cell: ({ highest, densest }, figure) => [highest === null ? '–' : html('span', { title: densest ?? '' }, `${figure(highest)} · ${densest ?? ''}`)] },
    { name: 'measured', title: () => t('In range'), width: 72, largestFirst: true, hint: () => t('Models with a score to which the reference assigns a size.'), value: ({ measured }) => measured, cell: (one) => [countText(one)] },
  ];
}
