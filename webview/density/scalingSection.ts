import { formatNumber } from '../../src/model/format';
import { XyChart } from '../charts/xyChart';
import { html, setText } from '../components/dom';
import { t } from '../components/translate';
import type { Section } from './densityView';
import { residualPicture, scalingPicture } from './scalingPicture';

/** The losses of the sweep with the fitted law, and what is left of them. */
export function scalingSection(): Section {
  const chart = new XyChart({ title: t('Loss by compute'), height: 'taller' });
  const rest = new XyChart({ title: t('Residuals'), height: 'short' });
  const quality = html('h3');
  const element = html('section', { class: 'chart law', 'aria-label': t('Loss by compute') },
    html('div', { class: 'heading' }, html('h2', {}, t('Loss by compute')), quality, chart.legend.element), chart.plot, html('div', { class: 'tables' }, chart.table.element),
    html('div', { class: 'heading minor' }, html('h3', {}, t('Residuals: measured over fitted'))), rest.plot, html('div', { class: 'tables' }, rest.table.element));
  return {
    element,
    show({ scaling }) {
      element.hidden = scaling === null;
      if (!scaling) return;
      setText(quality, t('RMSE {0}, R² {1}', formatNumber(scaling.rmse), formatNumber(Number(scaling.rSquared.toFixed(4)))));
      chart.show(scalingPicture(scaling));
      rest.show(residualPicture(scaling));
    },
  };
}
