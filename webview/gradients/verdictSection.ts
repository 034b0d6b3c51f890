import { formatCount, formatNumber, formatStep } from '../../src/model/format';
import { html, replaceChildren, setText } from '../components/dom';
import type { Host } from '../components/host';
import { stateIcon, stateWord } from '../components/states';
import { t } from '../components/translate';
import type { GradientsView, Section } from './gradientsView';

/** The one thing to say first, what to do about it, and the way to the run itself. */
export function verdictSection(host: Host): Section {
  const sentence = html('p', { class: 'sentence', 'aria-live': 'polite' });
  const icon = html('div', { class: 'verdict-icon' });
  const name = html('h1');
  const context = html('div', { class: 'context' });
  const advice = html('ul', { class: 'advice' });
  let run = '';
  const actions = html('div', { class: 'actions' }, html('vscode-button', { appearance: 'secondary', onclick: () => void host.call('openRun', run) }, t('Open the run')));
  const element = html('header', { class: 'verdict' }, html('div', { class: 'who' }, name, context), html('div', { class: 'say' }, icon, sentence, advice, actions));
  return {
    element,
    show(view) {
      const { summary, report: { verdict } } = view;
      run = summary.id;
      element.dataset.state = verdict.state;
      setText(name, t('Gradients of {0}', summary.name));
      setText(sentence, verdict.sentence);
      replaceChildren(icon, stateIcon(verdict.state), html('span', { class: 'hidden' }, stateWord(verdict.state)));
      replaceChildren(context, ...contextOf(view).map((text) => html('span', { title: text }, text)));
      replaceChildren(advice, ...verdict.advice.map((text) => html('li', {}, text)));
      advice.hidden = verdict.advice.length === 0;
    },
  };
}

function contextOf({ summary, report: { influence } }: GradientsView): readonly string[] {
  return [
    summary.relativePath,
    ...(influence ? [formatCount(influence.modules.length, t('module'), t('modules'))] : []),
    ...(influence && influence.parameters !== null ? [t('{0} parameters', formatNumber(influence.parameters))] : []),
    t('step {0}', formatStep(influence?.step ?? summary.lastStep)),
  ];
}
