import type { Level } from '../model/finding';
import { endedInTrouble, type RunState } from '../model/verdict';
import type { RunSummary } from '../engine/protocol';

/** Translates a text with {0}, {1} … filled in. The editor's own function outside of tests. */
export type Translate = (text: string, ...values: (string | number)[]) => string;

/** How a state looks: an icon of the editor, a colour of its theme, and how urgent it is (0 first). */
export interface StateFace {
  readonly icon: string;
  readonly colour?: string;
  readonly urgency: number;
}

const stateFaces: Readonly<Record<RunState, StateFace>> = {
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

/** What a run looks like; one that has ended in trouble warns. */
export function faceOf(run: Pick<RunSummary, 'verdict' | 'findings'>): StateFace {
  const face = stateFaces[run.verdict.state];
  return endedInTrouble(run) ? { ...stateFaces.warning, urgency: face.urgency } : face;
}

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

/** The runs that need attention now first: by being current, by urgency, by who was heard of last, by name. */
export function byAttention(runs: Iterable<RunSummary>, now: number): readonly RunSummary[] {
  const keyed = Array.from(runs, (run) => ({ run, past: isCurrent(run, now) ? 0 : 1, urgency: faceOf(run).urgency, heard: run.lastTime ?? 0, name: sortable(run.name) }));
  keyed.sort((a, b) => a.past - b.past || a.urgency - b.urgency || b.heard - a.heard || (a.name < b.name ? -1 : Number(a.name > b.name)));
  return keyed.map(({ run }) => run);
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

/** Plain comparison then puts run-9 before run-10 and 0.005 before 0.01, a hundred times faster than a collator does. */
function sortable(name: string): string {
  return name.replace(/(?<![\d.])\d+/g, (whole) => whole.padStart(12, '0'));
}
