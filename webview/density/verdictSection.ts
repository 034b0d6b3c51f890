import { formatCount } from '../../src/model/format';
import { html, replaceChildren, setText } from '../components/dom';
import { stateIcon, stateWord } from '../components/states';
import { t } from '../components/translate';
import { densityVerdict } from './densityVerdict';
import { benchmarkTitle, type DensityView, type Section } from './densityView';

/** The one thing to say first, and what it is measured against. */
export function verdictSection(): Section {
  const sentence = html('p', { class: 'sentence', 'aria-live': 'polite' });
  const icon = html('div', { class: 'verdict-icon' });
  const context = html('div', { class: 'context' });
  const element = html('header', { class: 'verdict' },
    html('div', { class: 'who' }, html('h1', {}, t('Capability density')), context), html('div', { class: 'say' }, icon, sentence));
  return {
    element,
    show(view) {
      const verdict = densityVerdict(view);
      element.dataset.state = verdict.state;
      setText(sentence, verdict.sentence);
      replaceChildren(icon, stateIcon(verdict.state), html('span', { class: 'hidden' }, stateWord(verdict.state)));
      replaceChildren(context, ...contextOf(view).map((text) => html('span', { title: text }, text)));
    },
  };
}

function contextOf({ density }: DensityView): readonly string[] {
  if (!density) return [];
  return [formatCount(density.models.length, t('model'), t('models')), benchmarkTitle(density.benchmark), t('against {0}', density.reference.name), density.tables.join(', ')];
}
