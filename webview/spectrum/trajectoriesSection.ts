import { ChartView } from '../charts/chartView';
import type { StepAxis } from '../charts/stepAxis';
import { html, setText } from '../components/dom';
import { t } from '../components/translate';
import { measures, measureTitle } from './measures';
import type { Section } from './spectrumView';
import { lastStepShown, trajectoriesPicture } from './trajectoriesPicture';

/** The chosen measure of every layer over the steps, the layers in most trouble first, with where they are heading. */
export function trajectoriesSection(steps: StepAxis): Section {
  const chart = new ChartView({ title: t('Trajectories'), steps, height: 'taller' });
  const unit = html('span', { class: 'unit' });
  const element = html('section', { class: 'chart trajectories', 'aria-label': t('Trajectories') },
    html('div', { class: 'heading' }, html('h2', {}, t('Trajectories')), unit, chart.legend.element),
    chart.plot, html('div', { class: 'tables' }, chart.table.element));
  steps.name({ title: t('steps'), perStep: 1 });
  return {
    element,
    show(view) {
      setText(unit, measureTitle(view.measure, view.report.normalisation));
      unit.title = measures[view.measure].hint();
      const first = view.layers.reduce((least, layer) => Math.min(least, layer.steps[0] ?? Infinity), Infinity);
      steps.span({ from: Number.isFinite(first) ? Math.min(0, first) : 0, to: lastStepShown(view) });
      chart.show(trajectoriesPicture(view));
    },
  };
}
