import type { Level } from '../model/finding';
import type { RunState } from '../model/verdict';
import type { RunSummary } from '../engine/protocol';

/** Translates a text with {0}, {1} … filled in. The editor's own function outside of tests. */
export type Translate = (text: string, ...values: (string | number)[]) => string;

/** How a state looks: an icon of the editor, a colour of its theme, and how urgent it is (0 first). */
export interface StateFace {
  readonly icon: string;
  readonly colour?: string;
  readonly urgency: number;
}

export const stateFaces: Readonly<Record<RunState, StateFace>> = {
  diverged: { icon: 'error', colour: 'problemsErrorIcon.foreground', urgency: 0 },
  stop: { icon: 'warning', colour: 'problemsWarningIcon.foreground', urgency: 1 },
  dead: { icon: 'debug-disconnect', colour: 'problemsErrorIcon.foreground', urgency: 2 },
  stalled: { icon: 'debug-pause', colour: 'problemsWarningIcon.foreground', urgency: 3 },
  warning: { icon: 'warning', colour: 'problemsWarningIcon.foreground', urgency: 4 },
  decay: { icon: 'arrow-down', colour: 'problemsInfoIcon.foreground', urgency: 5 },
  wait: { icon: 'clock', colour: 'problemsInfoIcon.foreground', urgency: 6 },
  unsure: { icon: 'question', urgency: 7 },
  healthy: { icon: 'pulse', colour: 'testing.iconPassed', urgency: 8 },
  finished: { icon: 'check', urgency: 9 },
};

export const levelFaces: Readonly<Record<Level, Omit<StateFace, 'urgency'>>> = {
  stop: { icon: 'stop-circle', colour: 'problemsErrorIcon.foreground' },
  warning: { icon: 'warning', colour: 'problemsWarningIcon.foreground' },
  note: { icon: 'info', colour: 'problemsInfoIcon.foreground' },
};

/** Whether the process behind a run may still be running: only then can it be stopped. */
export function isLive(run: Pick<RunSummary, 'status'>): boolean {
  return run.status === 'active' || run.status === 'stalled';
}

/** Whether someone should act on the run now. */
export function shouldStop(run: Pick<RunSummary, 'status' | 'findings'>): boolean {
  return isLive(run) && run.findings.some(({ level }) => level === 'stop');
}

/** Orders the runs that need attention now first: by being current, by urgency, by who was heard of last, by name. */
export function byAttention(now: number): (a: RunSummary, b: RunSummary) => number {
  const past = (run: RunSummary) => (isCurrent(run, now) ? 0 : 1);
  const urgency = (run: RunSummary) => stateFaces[run.verdict.state].urgency;
  return (a, b) => past(a) - past(b) || urgency(a) - urgency(b) || (b.lastTime ?? 0) - (a.lastTime ?? 0) || naturally.compare(a.name, b.name);
}

/** A run that lives or was heard of within a day: what died last night still matters this morning. */
export function isCurrent(run: Pick<RunSummary, 'status' | 'lastTime'>, now: number): boolean {
  return isLive(run) || (run.lastTime !== null && now - run.lastTime < day);
}

/** The sentence that assistive technology reads for a run in place of icon and badge. */
export function spokenName(run: RunSummary, muted: boolean, t: Translate): string {
  return [run.name, run.verdict.sentence || run.verdict.badge, ...(muted ? [t('muted')] : [])].join(', ');
}

const day = 24 * 3600 * 1000;
const naturally = new Intl.Collator('en', { numeric: true });
