import type { RunSummary } from '../../src/engine/protocol';
import { formatPercent, formatStep } from '../../src/model/format';
import { html, replaceChildren, setText } from '../components/dom';
import type { Host } from '../components/host';
import { relativeTime } from '../components/relativeTime';
import { stateIcon, stateWord, statusWord } from '../components/states';
import { t } from '../components/translate';
import { actionsFor } from './actions';
import { plannedSteps, type RunView, type Section } from './runView';

/** The one thing to say first, and the two or three things to do now. */
export function verdictSection(host: Host): Section {
  const sentence = html('p', { class: 'sentence', 'aria-live': 'polite' });
  const icon = html('div', { class: 'verdict-icon' });
  const name = html('h1');
  const context = html('div', { class: 'context' });
  const actions = html('div', { class: 'actions' });
  const element = html('header', { class: 'verdict' },
    html('div', { class: 'who' }, name, context),
    html('div', { class: 'say' }, icon, sentence, actions));
  let shownActions = '';
  return {
    element,
    show(view) {
      const { verdict, name: runName } = view.detail.summary;
      element.dataset.state = verdict.state;
      setText(name, runName);
      setText(sentence, verdict.sentence);
      replaceChildren(icon, stateIcon(verdict.state), html('span', { class: 'hidden' }, stateWord(verdict.state)));
      replaceChildren(context, ...contextOf(view));
      const offered = actionsFor(view, host);
      const key = JSON.stringify(offered);
      if (key === shownActions) return;
      shownActions = key;
      replaceChildren(actions, ...offered.map(({ label, act, urgent }) =>
        html('vscode-button', { appearance: urgent ? 'primary' : 'secondary', onclick: act }, label)));
    },
  };
}

/** A log without times is as old as its file. */
function recordPart({ lastTime, changedAt }: RunSummary): HTMLElement {
  if (lastTime !== null) return html('span', {}, t('last record'), ' ', relativeTime(lastTime));
  return changedAt === null ? html('span') : html('span', {}, t('file last changed'), ' ', relativeTime(changedAt));
}

function contextOf(view: RunView): Node[] {
  const { summary } = view.detail;
  const planned = plannedSteps(view);
  const progress = planned
    ? t('step {0} of {1} ({2})', formatStep(summary.lastStep), formatStep(planned), formatPercent(summary.lastStep / planned))
    : t('step {0}', formatStep(summary.lastStep));
  return [
    html('span', { title: summary.relativePath }, summary.relativePath),
    html('span', {}, progress),
    html('span', { title: summary.statusReason }, statusWord(summary.status)),
    recordPart(summary),
  ].filter((part) => part.textContent !== '');
}
