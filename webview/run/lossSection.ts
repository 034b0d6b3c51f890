import { ChartView } from '../charts/chartView';
import type { StepAxis } from '../charts/stepAxis';
import { html, setText } from '../components/dom';
import { t } from '../components/translate';
import type { Curves } from './curves';
import { findingMarkers } from './findingMarkers';
import { lossPicture, ratePicture } from './lossPicture';
import type { RunView, Section } from './runView';

export interface LossSection extends Section {
  readonly charts: readonly ChartView[];
}

/** The loss with fit and forecast, the learning rate thin below it, and the findings on the axis between them. */
export function lossSection(steps: StepAxis, curves: Curves): LossSection {
  const loss = new ChartView({ title: t('Loss'), steps, height: 'tall' });
  const rate = new ChartView({ title: t('Learning rate'), steps, height: 'thin' });
  const heading = html('h2', {}, t('Loss'));
  const showMarkers = findingMarkers(loss);
  const rateParts = html('div', {}, html('div', { class: 'heading minor' }, html('h3', {}, t('Learning rate')), rate.legend.element), rate.plot);
  const element = html('section', { class: 'chart loss' },
    html('div', { class: 'heading' }, heading, loss.legend.element),
    loss.plot,
    rateParts,
    html('div', { class: 'tables' }, loss.table.element, rate.table.element));
  return {
    element,
    charts: [loss, rate],
    show(view: RunView) {
      const performance = curves.byRole.performance;
      setText(heading, isLoss(performance?.metric) ? t('Loss') : t('Performance'));
      const hasRate = curves.byRole.rate !== undefined;
      rateParts.hidden = !hasRate;
      rate.table.element.hidden = !hasRate;
      loss.plot.classList.toggle('tall', hasRate);
      loss.plot.classList.toggle('taller', !hasRate);
      loss.show(lossPicture(view, curves.byRole, steps));
      if (hasRate) rate.show(ratePicture(curves.byRole, steps));
      showMarkers(view.detail.summary.findings);
    },
  };
}

function isLoss(metric: string | undefined): boolean {
  return metric === undefined || metric.startsWith('loss');
}
