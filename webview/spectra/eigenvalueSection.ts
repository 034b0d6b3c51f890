import { formatCount, formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { LayerSpectrum } from '../../src/model/spectrum';
import { XyChart } from '../charts/xyChart';
import { html, replaceChildren, setText } from '../components/dom';
import { t } from '../components/translate';
import { alphaReading } from './alphaReading';
import { eigenvaluePicture } from './eigenvaluePicture';
import { samplingSign, samplingWord } from './samplingText';

export interface EigenvalueSection {
  readonly element: HTMLElement;
  /** `spectrum` is null where only measures were recorded, undefined while none is chosen or one is awaited. */
  show(place: string, spectrum: LayerSpectrum | null | undefined): void;
}

/** The spectrum of one layer: what it says in figures, and its eigenvalues. `idle` stands there before one is chosen. */
export function eigenvalueSection(idle: string): EigenvalueSection {
  const chart = new XyChart({ title: t('Eigenvalues'), height: 'tall' });
  const place = html('span', { class: 'unit' });
  const facts = html('dl', { class: 'facts' });
  const missing = html('p', { class: 'missing' });
  const plot = html('div', {}, chart.plot, html('div', { class: 'tables' }, chart.table.element));
  const element = html('section', { class: 'chart eigenvalues', 'aria-label': t('Eigenvalues') },
    html('div', { class: 'heading' }, html('h2', {}, t('Eigenvalues')), place, chart.legend.element), facts, plot, missing);
  return {
    element,
    show(where, spectrum) {
      setText(place, where);
      const eigenvalues = spectrum?.eigenvalues;
      const drawable = spectrum && eigenvalues && eigenvalues.length > 0;
      plot.hidden = !drawable;
      chart.legend.element.hidden = !drawable;
      missing.hidden = Boolean(drawable);
      setText(missing, spectrum === undefined ? idle : t('Only measures were recorded here, no eigenvalues.'));
      replaceChildren(facts, ...(spectrum ? factsOf(spectrum) : []).map(([label, value]) => html('div', {}, html('dt', {}, label), html('dd', {}, value))));
      if (drawable) chart.show(eigenvaluePicture(spectrum, eigenvalues));
    },
  };
}

function factsOf(spectrum: LayerSpectrum): readonly (readonly [label: string, value: string])[] {
  const { softRank, hardRank, width, topShare, tokens, sampling, method, softRankError, tail, bulk, normalisation, hardUtilisation } = spectrum;
  const estimated = method === 'estimated' ? ` ± ${formatPercent(softRankError)}` : '';
  return [
    [t('soft rank'), t('{0} of {1}', `${formatNumber(softRank)}${estimated}`, formatStep(width))],
    [t('hard rank'), formatNumber(hardRank)],
    [t('hard utilisation ({0})', normalisation), formatNumber(hardUtilisation)],
    [t('top share'), formatPercent(topShare)],
    ...(tail ? [[t('tail exponent α'), exponentText(tail, spectrum.site)] as const] : []),
    ...(bulk ? [[t('above the bulk'), formatCount(bulk.spikes, t('spike'), t('spikes'))] as const] : []),
    [t('sampling'), `${samplingSign(sampling)} ${samplingWord(sampling)}${tokens === null ? '' : `, ${formatCount(tokens, t('token'), t('tokens'))}`}`],
  ];
}

/** WeightWatcher's reading of exponents is of weights; of activations it says nothing. */
function exponentText({ alpha, sigma }: NonNullable<LayerSpectrum['tail']>, site: LayerSpectrum['site']): string {
  if (site !== 'weight') return t('{0} ± {1}', formatNumber(alpha), formatNumber(sigma));
  return t('{0} ± {1}, {2}', formatNumber(alpha), formatNumber(sigma), alphaReading(alpha));
}
