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
