import { intervalOf, formatNumber, formatPercent } from '../../src/model/format';
import type { Recommendation } from '../../src/model/blueprint';
import { XyChart } from '../charts/xyChart';
import { html, setText } from '../components/dom';
import { t } from '../components/translate';
import { factList } from './factList';
import type { Section } from './gradientsView';
import { sharePicture } from './sharePicture';

/** What share of the model carries the gradient, and what share is worth updating. */
export function shareSection(): Section {
  const chart = new XyChart({ title: t('Share worth updating'), height: 'tall' });
  const facts = factList();
  const words = html('p', { class: 'sentences' });
  const element = html('section', { class: 'chart share', 'aria-label': t('Share worth updating') },
    html('div', { class: 'heading' }, html('h2', {}, t('Share worth updating')), chart.legend.element), facts.element, chart.plot, words, html('div', { class: 'tables' }, chart.table.element));
  return {
    element,
    show({ report: { influence } }) {
      const share = influence?.share ?? null;
      element.hidden = share === null;
      if (!share || !influence) return;
      const { recommendation } = influence;
      chart.show(sharePicture(share, recommendation && { exponent: recommendation.gamma, symbol: 'γ', best: recommendation.kStar, measured: recommendation.measured.kStar }, t('share of the gradient energy')));
      facts.show(recommendation ? factsOf(recommendation) : []);
      setText(words, recommendation ? influence.rankSentence : t('{0} No share is recommended: too few modules are measured, or the cost of a step has no fixed part.', influence.rankSentence));
    },
  };
}

function factsOf({ gamma, gammaInterval, misfit, kStar, gain, gainInterval, cost, measured }: Recommendation): readonly (readonly [string, string])[] {
  return [
    ['γ', t('{0} (95 %: {1}; off by up to {2})', formatNumber(gamma), intervalOf(gamma, ...gammaInterval), formatPercent(misfit.largest))],
    ['k*', kStar === 1 ? t('full tuning wins') : t('{0}, gain {1} (95 %: {2})', formatPercent(kStar), formatNumber(gain), intervalOf(gain, ...gainInterval))],
    [t('best measured share'), t('{0}, gain {1}', formatPercent(measured.kStar), formatNumber(measured.gain))],
    [t('cost'), t('{0} + {1}·k', formatNumber(cost.fixed), formatNumber(cost.perFraction))],
  ];
}
