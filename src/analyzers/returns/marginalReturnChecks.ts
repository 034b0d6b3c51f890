import type { Decision, MarginalReturnCheck } from '../../model/report';
import type { Settings } from '../../model/settings';
import { judge, type Judgement } from './marginalReturnCheck';
import type { MarginalReturnTrace } from './marginalReturnTrace';

/** First point at which there is a judgement. */
export const firstJudged = 1;

/**
 * Every check of a trace as the person would have seen it: a decision other than to continue counts from the check at which it
 * has held for the set number of checks in a row.
 */
export function confirmedChecks(trace: MarginalReturnTrace, settings: Settings): MarginalReturnCheck[] {
  return [...confirmedJudgements(trace, settings)].map(({ step, measure, probabilityBelow, decision }) => (
    { step, ...measure(), probabilityBelow, decision }
  ));
}

/** First step at which the person would have been told to stop, or undefined. */
export function firstStop(trace: MarginalReturnTrace, settings: Settings): number | undefined {
  for (const { step, decision } of confirmedJudgements(trace, settings)) if (decision === 'stop') return step;
  return undefined;
}

/** The decision that holds at the last point, and the step since which it has held; judges only as far back as needed. */
export interface Standing {
  readonly decision: Decision;
  readonly since: number;
  readonly last: Judgement;
}

/** Undefined when nothing of the budget is left at the last point. */
export function standingOf(trace: MarginalReturnTrace, settings: Settings): Standing | undefined {
  const end = trace.points.steps.length - 1;
  const last = end < firstJudged ? undefined : judge(trace, end, settings);
  if (!last) return undefined;
  if (last.decision === 'continue') return { decision: 'continue', since: last.step, last };
  let first = last;
  let held = 1;
  for (let i = end - 1; i >= firstJudged; i--) {
    const earlier = judge(trace, i, settings);
    if (earlier?.decision !== last.decision) break;
    first = earlier;
    held++;
  }
  const confirmed = isConfirmed(first, held, settings);
  return { decision: confirmed ? last.decision : 'continue', since: confirmed ? first.step : last.step, last };
}

/** Judgements in order, each with the decision that the person would have seen. */
export function* confirmedJudgements(trace: MarginalReturnTrace, settings: Settings): Generator<Judgement> {
  let held = 0;
  let first: Judgement | undefined;
  for (let i = firstJudged; i < trace.points.steps.length; i++) {
    const judgement = judge(trace, i, settings);
    if (!judgement) continue;
    if (judgement.decision !== first?.decision) [first, held] = [judgement, 0];
    held++;
    yield isConfirmed(first, held, settings) ? judgement : { ...judgement, decision: 'continue' };
  }
}

/** Whether a decision counts that has held for so many checks since the first of them. */
function isConfirmed({ decision, left }: Judgement, held: number, settings: Settings): boolean {
  return held >= settings['marginalReturn.consecutive'] && !(decision === 'stop' && left < leastSaved);
}

/** For less than this share of the budget nobody should be disturbed: every decay to zero ends in steps that gain nothing. */
const leastSaved = 0.02;
