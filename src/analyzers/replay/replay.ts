import { latestPoints } from '../../model/latestPoints';
import { metrics } from '../../model/metric';
import type { Decision, MarginalReturnCheck, StopperOutcome } from '../../model/report';
import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import { confirmedJudgements } from '../returns/marginalReturnChecks';
import { marginalReturn } from '../marginalReturn';
import { marginalReturnTrace } from '../returns/marginalReturnTrace';
import { hasMeaningfulLoss } from '../losses/meaningfulLoss';
import { performanceOf, takeoverStep } from '../losses/performance';
import { analyzers } from '../registry';
import { replayFindings, type ReplayEvent } from './replayFindings';
import { stoppedAt, stopperOutcomes } from './stoppers';

export interface Replay {
  /** What would have been said as the log grew, each time something began to hold. */
  readonly events: readonly ReplayEvent[];
  readonly stop: { readonly step: number; readonly rule: string; readonly saved: number; readonly regret: number } | null;
  /** What the usual stopping rules would have done. */
  readonly others: readonly StopperOutcome[];
}

/**
 * Replays the diagnoses of single runs over a recorded one with no look-ahead: a check uses only what was logged up to its step. The
 * run stops at the first that says stop. saved = 1 − step/last step; regret = best value kept at the stop minus the best of
 * the whole curve.
 */
export function replayRun(run: Run, settings: Settings): Replay {
  const performance = performanceOf(run, settings);
  if (!performance) return { events: [], stop: null, others: [] };
  const { steps, values } = latestPoints(performance.series);
  const others = stopperOutcomes(steps, values, performance.lowerIsBetter);
  const health = analyzers.filter((analyzer) => analyzer !== marginalReturn);
  const events = [...eventsOf(run, settings), ...replayFindings(run, health, settings)].sort((a, b) => a.step - b.step);
  const stop = events.find(({ level }) => level === 'stop');
  const losses = performance.lowerIsBetter ? values : values.map((value) => -value);
  return { events, others, stop: stop ? { step: stop.step, rule: stop.rule, ...stoppedAt(stop.step, steps, losses) } : null };
}

const spoken: Readonly<Partial<Record<Decision, Omit<ReplayEvent, 'step'>>>> = {
  stop: { rule: 'marginal-return', level: 'stop' },
  decay: { rule: 'decay-now', level: 'warning' },
  wait: { rule: 'wait-for-decay', level: 'note' },
};

function eventsOf(run: Run, settings: Settings): ReplayEvent[] {
  if (settings['performance.metric'] === '' && !hasMeaningfulLoss(run)) return [];
  const checks = checksOf(run, settings);
  return checks.flatMap(({ step, decision }, i) => {
    const event = checks[i - 1]?.decision === decision ? undefined : spoken[decision];
    return event ? [{ step, ...event }] : [];
  });
}

type Said = Pick<MarginalReturnCheck, 'step' | 'decision'>;

/** Until there were enough evaluations the person was told of the training loss. */
function checksOf(run: Run, settings: Settings): readonly Said[] {
  const takeover = settings['performance.metric'] === '' ? takeoverStep(run) : undefined;
  if (takeover === undefined) return tracedChecks(run, settings);
  const trainingOnly = { ...run, series: run.series.filter(({ metric }) => metric !== metrics.evalLoss) };
  return [
    ...tracedChecks(trainingOnly, settings).filter(({ step }) => step < takeover),
    ...tracedChecks(run, settings).filter(({ step }) => step >= takeover),
  ];
}

function tracedChecks(run: Run, settings: Settings): readonly Said[] {
  const trace = marginalReturnTrace(run, settings);
  return trace ? Array.from(confirmedJudgements(trace, settings), ({ step, decision }) => ({ step, decision })) : [];
}
