import { formatPercent } from '../../src/model/format';
import { html, replaceChildren } from '../components/dom';
import { XyChart } from '../charts/xyChart';
import { t } from '../components/translate';
import { curvesPicture } from './curvesPicture';
import { chosenModel, type ForecastView, phaseTitle, roughSamples, type Section } from './forecastView';

/** Loss against data size, and where the model that stands out is in its three phases. */
export function curvesSection(): Section {
  const chart = new XyChart({ title: t('Loss by data size'), height: 'taller' });
  const words = html('ul', { class: 'sentences' });
  const element = html('section', { class: 'chart curves', 'aria-label': t('Loss by data size') },
    html('div', { class: 'heading' }, html('h2', {}, t('Loss by data size')), chart.legend.element), chart.plot, words, html('div', { class: 'tables' }, chart.table.element));
  return {
    element,
    show(view) {
      const { forecast } = view.report;
      element.hidden = !forecast;
      if (!forecast) return;
      chart.show(curvesPicture(view, forecast));
      replaceChildren(words, html('li', {}, phaseSentence(view)));
    },
  };
}

function phaseSentence(view: ForecastView): string {
  const one = chosenModel(view);
  if (!one) return '';
  const { model, phase, transition: { size, low, high, passed, probabilityPassed } } = one;
  const where = t('{0}: {1}. Below the transition more data changes little, beyond it the loss falls as a power of the data.', model, phaseTitle(phase));
  const about = t('The transition is put at {0} samples (90 %: {1} to {2}),', ...[size, low, high].map(roughSamples));
  const said = passed ? t('which the measured sizes have passed with {0}.', formatPercent(probabilityPassed)) : t('which the measured sizes have not passed with {0}.', formatPercent(1 - probabilityPassed));
  return `${where} ${about} ${said}`;
}
