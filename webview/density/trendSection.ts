import { XyChart } from '../charts/xyChart';
import { html, setText } from '../components/dom';
import { t } from '../components/translate';
import type { Section } from './densityView';
import { trendPicture } from './trendPicture';

/** How the density of the best models grows with time, and where these models stand. */
export function trendSection(): Section {
  const chart = new XyChart({ title: t('Trend'), height: 'tall' });
  const missing = html('p', { class: 'missing' });
  const source = html('p', { class: 'quiet under' });
  const plot = html('div', {}, chart.plot, source, html('div', { class: 'tables' }, chart.table.element));
  const element = html('section', { class: 'chart trend', 'aria-label': t('Trend') }, html('div', { class: 'heading' }, html('h2', {}, t('Trend')), chart.legend.element), plot, missing);
  return {
    element,
    show(view) {
      const { density } = view;
      element.hidden = density === null;
      plot.hidden = chart.legend.element.hidden = !density?.trend;
      missing.hidden = !density || density.trend !== null;
      setText(missing, density?.trendProblem ?? '');
      setText(source, density?.trend ? t('Line through the record setters of {0}.', density.trend.source) : '');
      if (density?.trend) chart.show(trendPicture(view, density, density.trend));
    },
  };
}
