import type { FineTuningForecast } from '../../src/model/fineTuning';
import { formatNumber, formatPercent } from '../../src/model/format';
import { html, replaceChildren } from '../components/dom';
import { XyChart } from '../charts/xyChart';
import { t } from '../components/translate';
import type { Section } from './forecastView';
import { frontPicture } from './frontPicture';

/** Cost against expected loss of the ways to choose a model. */
export function frontSection(): Section {
  const chart = new XyChart({ title: t('Cost and accuracy of the choice'), height: 'taller' });
  const words = html('ul', { class: 'sentences' });
  const element = html('section', { class: 'chart front', 'aria-label': t('Cost and accuracy of the choice') },
    html('div', { class: 'heading' }, html('h2', {}, t('Cost and accuracy of the choice')), chart.legend.element), chart.plot, words, html('div', { class: 'tables' }, chart.table.element));
  return {
    element,
    show({ report: { forecast } }) {
      element.hidden = !forecast || forecast.models.length < 2;
      if (!forecast || forecast.models.length < 2) return;
      chart.show(frontPicture(forecast));
      replaceChildren(words, ...sentences(forecast).map((text) => html('li', {}, text)));
    },
  };
}

function sentences({ baselines }: FineTuningForecast): readonly string[] {
  const [own, all] = (['forecast', 'full tuning'] as const).map((name) => baselines.find((one) => one.name === name));
  if (!own || !all) return [];
  const [spent, full] = own.flops !== undefined && all.flops !== undefined ? [own.flops, all.flops] : [own.samples, all.samples];
  const spared = t('The forecast has cost {0} of what fine-tuning every model on all data would; that would lower the expected loss of the choice from {1} to {2}.', formatPercent(spent / full), formatNumber(own.loss), formatNumber(all.loss));
  const unknown = own.flops === undefined ? [t('FLOPs appear when the table has a column with the number of parameters.')] : [];
  return [spared, ...unknown];
}
