import type { Finding } from './finding';

export type RunState =
  | 'healthy' | 'stop' | 'decay' | 'wait' | 'diverged' | 'warning' | 'dead' | 'stalled' | 'finished' | 'unsure';

/** The one thing to say first about a run. */
export interface Verdict {
  readonly state: RunState;
  /** At most three words for tree and status bar: "2.41 ↓", "stop", "start decay", "dead 2 h". */
  readonly badge: string;
  /** Full sentence for the top of the panel. */
  readonly sentence: string;
}

/** Whether a run has ended, but not well: it must not wear the sign of one that has. */
export function endedInTrouble({ verdict, findings }: { readonly verdict: Pick<Verdict, 'state'>; readonly findings: readonly Pick<Finding, 'level'>[] }): boolean {
  return verdict.state === 'finished' && findings.some(({ level }) => level !== 'note');
}
