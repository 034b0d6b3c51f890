import type { RunSummary } from '../../src/engine/protocol';
import type { Level, RuleId } from '../../src/model/finding';
import type { RunStatus } from '../../src/model/run';
import { endedInTrouble, type RunState } from '../../src/model/verdict';
import { svg } from './dom';
import { t } from './translate';

/** The state of a run in one or two words. */
export function stateWord(state: RunState): string {
  switch (state) {
    case 'healthy': return t('Healthy');
    case 'stop': return t('Stop');
    case 'decay': return t('Start decay');
    case 'wait': return t('Wait');
    case 'diverged': return t('Diverged');
    case 'warning': return t('Warning');
    case 'dead': return t('Dead');
    case 'stalled': return t('Stalled');
    case 'finished': return t('Finished');
    case 'unsure': return t('Too early');
  }
}

/** The state that a run wears: one that has ended, but not well, warns. */
export function shownState(run: Pick<RunSummary, 'verdict' | 'findings'>): RunState {
  return endedInTrouble(run) ? 'warning' : run.verdict.state;
}

/** What is to be said of a run in a word or two: its state, or in what trouble it has ended. */
export function stateText(run: Pick<RunSummary, 'verdict' | 'findings'>): string {
  const trouble = endedInTrouble(run) ? run.findings.find(({ level }) => level !== 'note') : undefined;
  return trouble ? ruleName(trouble.rule) : stateWord(run.verdict.state);
}

export function statusWord(status: RunStatus): string {
  switch (status) {
    case 'active': return t('active');
    case 'finished': return t('finished');
    case 'stalled': return t('stalled');
    case 'dead': return t('dead');
  }
}

/** The states that ask for something, most urgent first, then the others. */
export const stateOrder: readonly RunState[] =
  ['diverged', 'stop', 'dead', 'stalled', 'warning', 'decay', 'wait', 'unsure', 'healthy', 'finished'];

/** A drawing of a state, sixteen units wide, in the colour of the text around it. Says nothing to a screen reader. */
export function stateIcon(state: RunState): SVGElement {
  return drawing(statePaths[state], `icon state-${state}`);
}

export function levelIcon(level: Level): SVGElement {
  return drawing(level === 'stop' ? error : level === 'warning' ? triangle : note, `icon level-${level}`);
}

export function levelWord(level: Level): string {
  return level === 'stop' ? t('Stop') : level === 'warning' ? t('Warning') : t('Note');
}

/** What a rule watches, for people. */
export function ruleName(rule: RuleId): string {
  return ruleNames[rule]();
}

const ruleNames: Readonly<Record<RuleId, () => string>> = {
  'marginal-return': () => t('Marginal return'),
  'decay-now': () => t('Decay due'),
  'wait-for-decay': () => t('Decay to come'),
  'non-finite': () => t('Not a number'),
  'divergence': () => t('Divergence'),
  'loss-spike': () => t('Loss spike'),
  'never-learned': () => t('Never learned'),
  'overfitting': () => t('Overfitting'),
  'gradient-explosion': () => t('Gradient explosion'),
  'gradient-vanishing': () => t('Vanishing gradient'),
  'clip-always-active': () => t('Clip always active'),
  'stall': () => t('Stall'),
  'dead': () => t('Dead'),
  'learning-rate': () => t('Learning rate'),
  'throughput-drop': () => t('Throughput drop'),
  'inflated-loss': () => t('Inflated loss'),
  'loss-without-meaning': () => t('Loss without meaning'),
  'identical-runs': () => t('Identical runs'),
  'spectral-collapse': () => t('Spectral collapse'),
  'width-saturated': () => t('Saturated width'),
  'identical-spectra': () => t('Identical spectra'),
  'under-sampled-spectra': () => t('Under-sampled spectra'),
  'cannot-win': () => t('Cannot win'),
  'density-falling': () => t('Falling density'),
  'compression-less-dense': () => t('Lossy compression'),
  'far-from-compute-optimal': () => t('Far from compute-optimal'),
};

const circle = 'M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8Z';
const triangle = 'M8 2.2L14.4 13.5H1.6Z M8 6.4V9.8 M8 11.2V12';
const error = `${circle} M5.9 5.9L10.1 10.1 M10.1 5.9L5.9 10.1`;
const note = `${circle} M8 7.2V11.2 M8 4.9V5.7`;

const statePaths: Readonly<Record<RunState, string>> = {
  healthy: 'M1 8.5H4.2L6.2 3L9.6 13L11.6 8.5H15',
  stop: triangle,
  warning: triangle,
  decay: 'M8 2.5V13 M3.8 8.8L8 13L12.2 8.8',
  wait: `${circle} M8 4.6V8.2L10.6 9.8`,
  diverged: error,
  dead: `${circle} M3.8 12.2L12.2 3.8`,
  stalled: `${circle} M6.3 5.6V10.4 M9.7 5.6V10.4`,
  finished: 'M2.5 8.6L6.2 12.2L13.5 4',
  unsure: `${circle} M6.2 6.4A1.85 1.85 0 1 1 8 8.4V9.4 M8 11V11.7`,
};

function drawing(path: string, classes: string): SVGElement {
  return svg('svg', { class: classes, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svg('path', { d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.25, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
}
