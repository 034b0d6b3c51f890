import type { RunState } from '../../src/model/verdict';
import { html, replaceChildren, setText } from './dom';
import type { Host } from './host';
import type { PageSection } from './page';
import { stateIcon, stateWord } from './states';
import { t } from './translate';

/** What is said of a run under one aspect. */
export interface RunVerdict {
  readonly run: string;
  readonly title: string;
  readonly context: readonly string[];
  readonly state: RunState;
  readonly sentence: string;
  readonly advice: readonly string[];
}

/** The one thing to say first, what to do about it, and the way to the run itself. */
export function runVerdictSection<View>(host: Host, verdictOf: (view: View) => RunVerdict): PageSection<View> {
  const sentence = html('p', { class: 'sentence', 'aria-live': 'polite' });
  const icon = html('div', { class: 'verdict-icon' });
  const name = html('h1');
  const context = html('div', { class: 'context' });
  const advice = html('ul', { class: 'advice' });
  let shown = '';
  const actions = html('div', { class: 'actions' }, html('vscode-button', { appearance: 'secondary', onclick: () => void host.call('openRun', shown) }, t('Open the run')));
  const element = html('header', { class: 'verdict' }, html('div', { class: 'who' }, name, context), html('div', { class: 'say' }, icon, sentence, advice, actions));
  return {
    element,
    show(view) {
      const verdict = verdictOf(view);
      shown = verdict.run;
      element.dataset.state = verdict.state;
      setText(name, verdict.title);
      setText(sentence, verdict.sentence);
      replaceChildren(icon, stateIcon(verdict.state), html('span', { class: 'hidden' }, stateWord(verdict.state)));
      replaceChildren(context, ...verdict.context.map((text) => html('span', { title: text }, text)));
      replaceChildren(advice, ...verdict.advice.map((text) => html('li', {}, text)));
      advice.hidden = verdict.advice.length === 0;
    },
  };
}
