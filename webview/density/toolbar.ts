import { html, replaceChildren, setText } from '../components/dom';
import { dropdown } from '../components/dropdown';
import { exportButtons } from '../components/exportButtons';
import { labelled } from '../components/labelled';
import { t } from '../components/translate';
import { benchmarkTitle, type Section } from './densityView';

export interface ToolbarActions {
  chooseBenchmark(benchmark: string): void;
  chooseReference(id: string): void;
  export(kind: 'csv' | 'json'): void;
}

/** On which benchmark, against which reference, and how to take the figures elsewhere. */
export function toolbar(actions: ToolbarActions): Section {
  const benchmark = dropdown('benchmark');
  const reference = dropdown('reference');
  benchmark.addEventListener('change', () => actions.chooseBenchmark(benchmark.value));
  reference.addEventListener('change', () => actions.chooseReference(reference.value));
  const source = html('span', { class: 'source quiet' });
  const ring = html('vscode-progress-ring', { 'aria-hidden': 'true' });
  const working = html('span', { class: 'working quiet' }, ring, html('span', { role: 'status' }));
  const element = html('section', { class: 'toolbar', 'aria-label': t('What densities are measured by') },
    labelled(benchmark, t('Benchmark')), labelled(reference, t('Reference')), source, working,
    html('span', { class: 'spring' }),
    exportButtons(['csv', 'json'], (kind) => actions.export(kind)));
  let offered = '';
  return {
    element,
    show({ density, isWorking }) {
      element.hidden = density === null;
      if (!density) return;
      source.hidden = isWorking;
      ring.hidden = !isWorking;
      setText(working.lastElementChild as Element, isWorking ? t('Working out the densities…') : '');
      const key = JSON.stringify([density.benchmarks.map((one) => [one.benchmark, one.reference]), density.references]);
      if (key !== offered) {
        replaceChildren(benchmark, ...density.benchmarks.map((one) => html('vscode-option', { value: one.benchmark, disabled: one.reference === null }, one.reference === null ? t('{0} – no reference knows it', benchmarkTitle(one.benchmark)) : benchmarkTitle(one.benchmark))));
        replaceChildren(reference, ...density.references.map(({ id, name }) => html('vscode-option', { value: id }, name)));
      }
      offered = key;
      source.textContent = density.reference.source;
      if (isWorking) return;
      queueMicrotask(() => {
        benchmark.value = density.benchmark;
        reference.value = density.reference.id;
      });
    },
  };
}
