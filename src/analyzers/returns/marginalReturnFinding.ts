import type { Advice, Evidence, Finding } from '../../model/finding';
import { formatCount, formatDuration, formatInterval, formatNumber, formatPercent, formatStep, intervalOf } from '../../model/format';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import { secondsPerStep } from '../resource';
import { budgetAt, type Budget } from './budget';
import { decayNowAt, remainingAt } from './marginalReturnCheck';
import { firstStop, type Standing } from './marginalReturnChecks';
import { thresholdAt } from './marginalReturnThreshold';
import type { MarginalReturnTrace } from './marginalReturnTrace';

/** What the person is told: at most one finding. */
export function marginalReturnFindings(
  run: Run, trace: MarginalReturnTrace, standing: Standing | undefined, settings: Settings,
): readonly Finding[] {
  const end = trace.points.steps.length - 1;
  const budget = budgetAt(trace, end);
  if (!standing || run.status === 'finished') return inHindsight(run, trace, settings);
  const context = { run, trace, standing, settings, budget, end };
  switch (standing.decision) {
    case 'stop': return [stopFinding(context)];
    case 'decay': return decayFinding(context);
    case 'wait': return [waitFinding(context)];
    default: return [];
  }
}

interface Context {
  readonly run: Run;
  readonly trace: MarginalReturnTrace;
  readonly standing: Standing;
  readonly settings: Settings;
  readonly budget: Budget;
  readonly end: number;
}

function stopFinding(context: Context): Finding {
  const { run, trace, standing: { since, last }, budget } = context;
  const buys = budget.size === 0 ? 0 : roundSteps(budget.size) / budget.size;
  const { low, high } = last.measure();
  const left = budget.start + budget.size - last.step;
  const limit = upTo(context);
  const saves = budget.planned ? ` ${savesOf(run, left, left / budget.size)}` : '';
  return {
    rule: 'marginal-return', level: 'stop', run: run.id, since,
    headline: say`Since step ${formatStep(since)} another ${formatCount(roundSteps(budget.size), 'step')} buy less than ${formatNumber(limit)} (95 %: ${formatInterval(low * buys, high * buys, limit)}).${saves}`,
    evidence: evidenceOf(context),
    advice: [{ text: bestCheckpoint(run, trace) }],
  };
}

/** The threshold for a round number of steps, to the two digits that it deserves. */
function upTo({ trace, settings, budget, end }: Context): number {
  return Number(((thresholdAt(trace, end, settings) * roundSteps(budget.size)) / budget.size).toPrecision(2));
}

function decayFinding(context: Context): readonly Finding[] {
  const { run, trace, standing: { since, last }, end } = context;
  const decay = decayNowAt(trace, end);
  if (!decay) return [];
  const edit = scheduleEdit(run, last.step);
  return [{
    rule: 'decay-now', level: 'warning', run: run.id, since,
    headline: say`Flat at a constant learning rate since step ${formatStep(since)}. Starting the decay now should lower the loss by ${formatNumber(decay.value)} (${intervalOf(decay.value, decay.low, decay.high)}).`,
    evidence: [...evidenceOf(context), { label: say`gain of a decay that starts now`, value: decay.value, low: decay.low, high: decay.high }],
    advice: [{ text: say`Start the learning-rate decay now, over about ${formatCount(decay.end - last.step, 'step')}, instead of holding the rate.`, ...(edit && { edit }) }],
  }];
}

function waitFinding(context: Context): Finding {
  const { run, trace, standing: { since, last }, end } = context;
  const { decayStart } = trace.schedule.courseFrom(last.step);
  const gain = remainingAt(trace, end);
  const when = decayStart !== undefined && decayStart > last.step ? say`the decay begins at step ${formatStep(decayStart)}` : say`the learning rate is still falling`;
  const there = gain ? say`; the forecast puts ${formatNumber(gain.value)} of gain there` : '';
  return {
    rule: 'wait-for-decay', level: 'note', run: run.id, since,
    headline: say`Flat, but ${when}${there}. Let it run.`,
    evidence: evidenceOf(context),
    advice: [],
  };
}

/**
 * A run that is over cannot be stopped; what an earlier stop would have saved is worth a note, unless the rest turned out to be
 * worth its cost.
 */
function inHindsight(run: Run, trace: MarginalReturnTrace, settings: Settings): readonly Finding[] {
  const stop = firstStop(trace, settings);
  const { steps, losses } = trace.points;
  const end = steps.length - 1;
  if (stop === undefined || stop >= steps[end]) return [];
  const at = steps.indexOf(stop);
  const missed = trace.kept[at] - trace.kept[end];
  const left = steps[end] - stop;
  const share = left / steps[end];
  if (share < leastSaving) return [];
  const worth = thresholdAt(trace, at, settings) * share;
  if (missed >= worth) return [];
  return [{
    rule: 'marginal-return', level: 'note', run: run.id, since: stop,
    headline: say`Could have stopped at step ${formatStep(stop)}: the ${formatCount(left, 'step')} after it (${formatPercent(share)} of the run) bought ${missed > 0 ? formatNumber(missed) : say`nothing`}.`,
    evidence: [
      { label: say`gain after that step`, value: missed, reference: worth },
      { label: say`last value`, value: trace.performance.lowerIsBetter ? losses[end] : -losses[end] },
    ],
    advice: [],
  }];
}

/** Of a run that is over, as a share of it: less is no lesson. */
const leastSaving = 0.05;

function evidenceOf({ trace, standing: { last }, settings, end }: Context): Evidence[] {
  const remaining = remainingAt(trace, end);
  const { marginalReturn, low, high } = last.measure();
  const unit = trace.schedule.plan.maxSteps === undefined ? say`per twice the budget spent` : say`per planned budget`;
  return [
    { label: say`marginal return`, value: marginalReturn, unit, low, high, reference: thresholdAt(trace, end, settings) },
    { label: say`probability that it is below the threshold`, value: last.probabilityBelow, reference: settings['marginalReturn.probability'] },
    ...(remaining ? [{ label: say`gain expected from the rest of the budget`, value: remaining.value, low: remaining.low, high: remaining.high }] : []),
    { label: say`best so far`, value: trace.performance.lowerIsBetter ? trace.best[end] : -trace.best[end] },
    { label: say`learning-rate schedule`, value: trace.schedule.courseFrom(last.step).kind },
  ];
}

function savesOf(run: Run, steps: number, share: number): string {
  const seconds = secondsPerStep(run) * steps;
  const time = Number.isFinite(seconds) ? say`, about ${formatDuration(seconds)} and` : say`,`;
  return say`Stopping saves ${formatCount(steps, 'step')}${time} ${formatPercent(share)} of the budget.`;
}

function bestCheckpoint(run: Run, trace: MarginalReturnTrace): string {
  const { steps, losses } = trace.points;
  const best = steps[losses.indexOf(trace.best[trace.best.length - 1])];
  const kept = run.checkpoints.filter((step) => step <= steps[steps.length - 1]);
  if (kept.length === 0) return say`Stop the run; its best value is at step ${formatStep(best)}.`;
  const nearest = kept.reduce((a, b) => (Math.abs(b - best) < Math.abs(a - best) ? b : a));
  return say`Stop the run and keep the checkpoint of step ${formatStep(nearest)}; the best value is at step ${formatStep(best)}.`;
}

/** A round number of steps that people think in: a twelfth of the budget or so. */
function roundSteps(budget: number): number {
  const rough = budget / 12;
  if (rough < 1) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [5, 2, 1].map((digit) => digit * power).find((steps) => steps <= rough) ?? power;
}

function scheduleEdit(run: Run, step: number): Advice['edit'] | undefined {
  for (const { path, entries } of run.configs) {
    const entry = entries.find(({ key }) => /(?:^|\.)(?:decay_start|decay_start_step|decayStart)$/.test(key));
    if (entry) return { path, key: entry.key, value: step };
  }
  return undefined;
}
