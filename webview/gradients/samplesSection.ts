import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { SampleReport } from '../../src/model/gradientReport';
import { baseName } from '../../src/model/source';
import { XyChart } from '../charts/xyChart';
import { html, replaceChildren, setText } from '../components/dom';
import { t } from '../components/translate';
import { factList } from './factList';
import type { GradientsActions, Section } from './gradientsView';
import { sharePicture } from './sharePicture';

/** The data side: which samples carry the gradient, how many are worth keeping, and modules and samples chosen together. */
export function samplesSection({ export: save }: Pick<GradientsActions, 'export'>): Section {
  const chart = new XyChart({ title: t('Samples worth keeping'), height: 'tall' });
  const source = html('span', { class: 'unit' });
  const facts = factList();
  const words = html('ul', { class: 'sentences' });
  const ids = html('vscode-button', { appearance: 'secondary', onclick: () => save('samples') }, t('Save the ids of these samples'));
  const plot = html('div', {}, facts.element, chart.plot);
  const element = html('section', { class: 'chart samples', 'aria-label': t('Samples worth keeping') },
    html('div', { class: 'heading' }, html('h2', {}, t('Samples worth keeping')), source, chart.legend.element), plot, words,
    html('div', { class: 'actions' }, ids), html('div', { class: 'tables' }, chart.table.element));
  return {
    element,
    show({ samples }) {
      element.hidden = samples === null;
      if (!samples) return;
      const report = 'error' in samples ? null : samples;
      plot.hidden = ids.hidden = chart.table.element.hidden = chart.legend.element.hidden = !report?.selection;
      replaceChildren(words, ...('error' in samples ? [samples.error] : sentencesOf(samples)).map((text) => html('li', {}, text)));
      if (!report) return setText(source, '');
      setText(source, baseName(report.path));
      facts.show(factsOf(report));
      const { selection, share, measure } = report;
      chart.show(sharePicture(share, selection && { exponent: selection.delta, symbol: 'δ', best: selection.qStar }, measure === 'loss' ? t('share of the loss') : t('share of the gradient norm')));
    },
  };
}

function factsOf({ samples, selection, measure }: SampleReport): readonly (readonly [string, string])[] {
  return [
    [t('samples'), formatStep(samples)],
    [t('judged by'), measure === 'loss' ? t('loss') : t('gradient norm')],
    ...(selection ? [
      ['δ', t('{0} (off by up to {1})', formatNumber(selection.delta), formatPercent(selection.misfit))] as const,
      ['q*', selection.qStar === 1 ? t('all data win') : t('{0}, gain {1}', formatPercent(selection.qStar), formatNumber(selection.gain))] as const,
    ] : []),
  ];
}

function sentencesOf({ sentence, joint, tail }: SampleReport): readonly string[] {
  if (!joint) return [sentence, tail.sentence];
  const together = t('Together: {0} of the modules and {1} of the samples give {2} times the gain per cost of everything; {3} times if the two choices were independent.',
    formatPercent(joint.k), formatPercent(joint.q), formatNumber(joint.measuredGain), formatNumber(joint.independentGain));
  return [sentence, tail.sentence, together, ...joint.assumptions];
}
