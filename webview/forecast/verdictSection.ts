import { formatCount, formatStep } from '../../src/model/format';
import { html, replaceChildren, setText } from '../components/dom';
import { stateIcon, stateWord } from '../components/states';
import { t } from '../components/translate';
import { forecastVerdict } from './forecastVerdict';
import type { ForecastView, Section } from './forecastView';

/** The one thing to say first, and what makes it doubtful. */
export function verdictSection(): Section {
  const sentence = html('p', { class: 'sentence', 'aria-live': 'polite' });
  const icon = html('div', { class: 'verdict-icon' });
  const context = html('div', { class: 'context' });
  const warnings = html('ul', { class: 'warnings' });
  const element = html('header', { class: 'verdict' },
    html('div', { class: 'who' }, html('h1', {}, t('Which model to fine-tune')), context), html('div', { class: 'say' }, icon, sentence, warnings));
  return {
    element,
    show(view) {
      const verdict = forecastVerdict(view.report);
      element.dataset.state = verdict.state;
      setText(sentence, verdict.sentence);
      replaceChildren(icon, stateIcon(verdict.state), html('span', { class: 'hidden' }, stateWord(verdict.state)));
      replaceChildren(context, ...contextOf(view).map((text) => html('span', { title: text }, text)));
      const doubts = [...view.report.forecast?.warnings ?? [], ...view.troubles];
      replaceChildren(warnings, ...doubts.map((text) => html('li', {}, stateIcon('warning'), ' ', text)));
      warnings.hidden = doubts.length === 0;
    },
  };
}

function contextOf({ report: { subject } }: ForecastView): readonly string[] {
  const { name, origin, models, sizes } = subject;
  const source = origin === 'table' ? name : name === '' ? t('runs of the workspace') : t('runs on {0}', name);
  return [source, formatCount(models, t('model'), t('models')), t('{0} sizes from {1} to {2} samples', sizes.length, formatStep(sizes[0]), formatStep(sizes[sizes.length - 1]))];
}
