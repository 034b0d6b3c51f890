import type { Finding } from '../model/finding';
import type { Settings } from '../model/settings';
import type { Bulletin } from './bulletin';
import type { Crew } from './crew';
import type { EngineSurroundings } from './engineSurroundings';
import type { RunStore } from './runStore';
import type { TrackedGroup } from './trackedGroup';

/** What the parts of a session share. */
export interface SessionParts extends Pick<EngineSurroundings, 'now' | 'tell'> {
  readonly roots: readonly string[];
  readonly settings: Settings;
  readonly store: RunStore;
  readonly bulletin: Bulletin;
  readonly crew: Crew;
  /** Findings that rest on more than runs: on tables that stand beside them. */
  beyondRuns(): Promise<readonly Finding[]>;
  /** Tells people what went wrong and was survived. */
  trouble(what: string, error: unknown): void;
  /** Whether a run was seen to grow a short while ago. */
  isGrowing(id: string): boolean;
  /** Puts the runs of these groups together anew, shows what is new and has it judged. */
  refresh(groups: readonly TrackedGroup[]): void;
  /** Looks at the checkpoints of all runs, in the background. */
  weigh(): Promise<void>;
}
