import type { Finding } from '../model/finding';
import type { Run } from '../model/run';
import type { Settings } from '../model/settings';

/**
 * One diagnosis: a pure function of a run and the settings. It reads no files and keeps no state, and on a prefix of
 * a log it says exactly what the person would have seen then. To add one: write one file and a line in the registry.
 */
export interface Analyzer {
  readonly name: string;
  analyse(run: Run, settings: Settings): readonly Finding[];
}

/** A diagnosis that compares runs with each other. It yields often, so that other work can be done in between. */
export interface WorkspaceAnalyzer {
  readonly name: string;
  compare(runs: readonly Run[], settings: Settings): Generator<undefined, readonly Finding[]>;
}
