import type { Progress, RunDetail, RunSummary } from '../../../src/engine/protocol';
import type { Settings } from '../../../src/model/settings';
import type { RunState } from '../../../src/model/verdict';
import type { ThemeName } from './themes';

export interface ScenarioRun {
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  readonly curve?: 'constant' | 'wsd' | 'cosine';
  /** Last step that has been logged. */
  readonly until?: number;
  readonly plannedSteps?: number;
  readonly over?: Partial<RunSummary>;
}

/** What the editor that a test scripts shows and answers. Plain data. */
export interface Scenario {
  readonly kind: 'run' | 'overview';
  readonly runs: readonly ScenarioRun[];
  readonly theme?: ThemeName;
  readonly settings?: Partial<Settings>;
  readonly detail?: Partial<RunDetail>;
  readonly strings?: Readonly<Record<string, string>>;
  readonly state?: unknown;
  /** Whether the run is still being read: its detail is null. */
  readonly unread?: boolean;
  readonly progress?: Progress;
  /** Milliseconds until an answer arrives. */
  readonly delay?: number;
}
