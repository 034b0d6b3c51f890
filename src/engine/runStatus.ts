import { formatAge, formatStep } from '../model/format';
import type { Plan } from '../model/plan';
import type { RunStatus } from '../model/run';
import { say } from '../model/say';
import type { Settings } from '../model/settings';

/** What the status of a run rests on. Times are milliseconds since 1970, NaN where unknown. */
export interface StatusEvidence {
  readonly now: number;
  /** When a file of the run was last seen to grow, if ever. */
  readonly grownAt: number;
  /** Last modification of its files. */
  readonly modified: number;
  /** Wall time of the last record, if the log tells. */
  readonly lastRecord: number;
  /** Usual time between records in milliseconds, NaN when unknown. */
  readonly cadence: number;
  readonly lastStep: number;
  readonly firstStep: number;
  /** Usual number of steps between records; NaN where unknown, and for files that hold the state of a run at a checkpoint: what is not in them may yet have been logged. */
  readonly stepGap: number;
  readonly plan: Plan;
  readonly ended: string | undefined;
  /** The log ends inside a record. */
  readonly cut: boolean;
  /** A file appeared whole although its records tell of a long time: nobody is writing to it. */
  readonly copied: boolean;
  /** The learning rate has decayed to nothing: the schedule is complete. */
  readonly rateDone: boolean;
}

export interface StatusVerdict {
  readonly status: RunStatus;
  readonly reason: string;
}

/** Whether a run is active, finished, stalled or dead, and why, in one sentence. */
export function runStatus(evidence: StatusEvidence, settings: Settings): StatusVerdict {
  return endedStatus(evidence) ?? silentStatus(evidence, settings);
}

/** The same of a run of which nothing but checkpoints exists. `savedAt` is when the latest was written, `steps` are ascending. */
export function statusOfCheckpoints({ now, savedAt, steps, plan }: { readonly now: number; readonly savedAt: number; readonly steps: readonly number[]; readonly plan: Plan }): StatusVerdict {
  const last = steps[steps.length - 1] ?? 0;
  const silent = Math.max(0, now - savedAt);
  const age = silent === silent ? say`, is ${formatAge(silent)} old` : '';
  const reason = say`No log; checkpoints only. The latest of ${formatStep(steps.length)}, of step ${formatStep(last)}${plan.maxSteps ? say` of ${formatStep(plan.maxSteps)}` : ''}${age}.`;
  const isDone = plan.maxSteps !== undefined && last >= plan.maxSteps;
  return { status: !isDone && silent <= usualPatience ? 'active' : 'finished', reason };
}

/** The same of an ensemble: `members` are the numbers in the names of its models, ascending. */
export function statusOfEnsemble({ now, savedAt, members }: { readonly now: number; readonly savedAt: number; readonly members: readonly number[] }): StatusVerdict {
  const numbers = say`${members[0]} to ${members[members.length - 1]}`;
  const reason = say`No log; ${formatStep(members.length)} models numbered ${numbers}, taken for an ensemble and not for the course of one training: if they are, write step or epoch into their names.`;
  return { status: Math.max(0, now - savedAt) <= usualPatience ? 'active' : 'finished', reason };
}

/** What the log, the plan or the schedule says of the end. */
function endedStatus({ plan, lastStep, ended, rateDone }: StatusEvidence): StatusVerdict | undefined {
  if (ended) return { status: 'finished', reason: say`The log says so: ${ended}.` };
  if (plan.maxSteps && lastStep >= plan.maxSteps) {
    return { status: 'finished', reason: say`All ${formatStep(plan.maxSteps)} planned steps are done.` };
  }
  if (plan.maxSteps || !rateDone) return undefined;
  return { status: 'finished', reason: say`The learning rate has decayed to nothing at step ${formatStep(lastStep)}: the schedule is complete.` };
}

/** What the silence since the last record says. */
function silentStatus(evidence: StatusEvidence, settings: Settings): StatusVerdict {
  const { plan, cadence, lastStep, cut } = evidence;
  if (evidence.copied && !wasSeenToGrow(evidence)) return copiedStatus(evidence);
  const silent = silence(evidence);
  const patience = patienceOf(cadence, settings);
  if (silent <= patience) return { status: 'active', reason: say`The last record is ${formatAge(silent)} old.` };
  const quiet = say`No new line for ${formatAge(silent)}${cadence > 0 ? say` (usual gap ${formatAge(cadence)})` : ''}`;
  if (!cut && isLastDue(evidence)) return { status: 'finished', reason: say`${quiet}, and none was due: ${lastDue(evidence)}.` };
  const at = say`step ${formatStep(lastStep)}${plan.maxSteps ? say` of ${formatStep(plan.maxSteps)}` : ''}`;
  if (silent <= patience * deadAfter && !isUnpaced(evidence)) return { status: 'stalled', reason: say`${quiet}. Last record: ${at}.` };
  if (cut) return { status: 'dead', reason: say`${quiet}, and the log ends inside a record: the process was cut off. Last step: ${formatStep(lastStep)}.` };
  if (!plan.maxSteps && (silent > oldAge || !wasSeenToGrow(evidence))) {
    return { status: 'finished', reason: say`${quiet}; neither a plan nor an end marker says that more was to come. Last record: ${at}.` };
  }
  return { status: 'dead', reason: say`${quiet} and no end marker: the process is probably gone. Last record: ${at}.` };
}

function copiedStatus(evidence: StatusEvidence): StatusVerdict {
  const { plan, lastStep, cut } = evidence;
  if (!cut && isLastDue(evidence)) return { status: 'finished', reason: say`The log is a copy and complete: ${lastDue(evidence)}.` };
  if (!plan.maxSteps && !cut) {
    return { status: 'finished', reason: say`The log is a copy that ends at step ${formatStep(lastStep)}; no plan says that more was to come.` };
  }
  const of = plan.maxSteps ? say` of ${formatStep(plan.maxSteps)}` : '';
  return { status: 'dead', reason: say`The log is a copy that ends at step ${formatStep(lastStep)}${of} without an end marker: the run was cut off, or goes on elsewhere.` };
}

/**
 * Whether the next record would have come after the planned end, as in a loop over `range(1000)` that prints every hundredth step: a log whose
 * steps count from 0 ends before the number that was planned.
 */
function isLastDue({ plan, firstStep, lastStep, stepGap }: StatusEvidence): boolean {
  const last = (plan.maxSteps ?? Infinity) - (firstStep === 0 ? 1 : 0);
  return lastStep + stepGap > last;
}

function lastDue({ plan, firstStep, lastStep, stepGap }: StatusEvidence): string {
  const counted = firstStep === 0 ? say`, counted from 0` : '';
  return say`the next after step ${formatStep(lastStep)} would be that of step ${formatStep(lastStep + stepGap)}, past the end of the ${formatStep(plan.maxSteps ?? NaN)} planned${counted}`;
}

/** How many times its patience a stalled run is given before it counts as dead. */
const deadAfter = 4;
const shortestPatience = 60_000;
/** SageMaker Debugger's StalledTraining default, for logs that tell no cadence. */
const usualPatience = 1_800_000;
/** After this long an unplanned run is history rather than an accident. */
const oldAge = 3 * 86_400_000;
/** Copying a folder renews modification times; a record this much older than its file tells the true time. */
const copiedAfter = 86_400_000;

/** Neither plan nor pace is known and nobody saw it grow: its silence says nothing. */
function isUnpaced(evidence: StatusEvidence): boolean {
  return !evidence.plan.maxSteps && !(evidence.cadence > 0) && !wasSeenToGrow(evidence) && !evidence.cut;
}

function wasSeenToGrow({ grownAt }: StatusEvidence): boolean {
  return grownAt === grownAt;
}

function silence({ now, grownAt, modified, lastRecord }: StatusEvidence): number {
  if (grownAt === grownAt) return now - grownAt;
  const copied = lastRecord === lastRecord && modified - lastRecord > copiedAfter;
  return Math.max(0, now - (copied ? lastRecord : modified));
}

function patienceOf(cadence: number, settings: Settings): number {
  if (!(cadence > 0)) return usualPatience;
  return Math.max(shortestPatience, cadence * settings['health.stallFactor']);
}
