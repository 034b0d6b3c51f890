import type { Finding } from '../model/finding';
import type { StopperOutcome } from '../model/report';
import type { Run } from '../model/run';

/** A run and what was found about it. */
export interface JudgedRun {
  readonly run: Run;
  readonly findings: readonly Finding[];
  readonly stoppers: readonly StopperOutcome[];
}
