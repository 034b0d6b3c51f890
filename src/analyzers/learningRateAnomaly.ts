import { formatNumber, formatPercent, formatStep } from '../model/format';
import type { Evidence, Finding, Level } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import { medianOf } from '../numerics/medianOf';
import type { Analyzer } from './analyzer';
import { finiteCurve, finitePoints, indexAt, trainLossOf, type LossCurve } from './losses/lossSeries';

/** The learning rate is stuck at 0, starts over, or does not do what was planned. */
export const learningRateAnomaly: Analyzer = {
  name: 'learning-rate',
  analyse(run) {
    const rate = finiteCurve(run, metrics.learningRate);
    if (!rate) return [];
    const said = [stuckAtZero(rate, run), startsOver(rate, run), abovePlan(rate, run), againstSchedule(rate, run)];
    return said.filter((each) => each !== undefined).map((each) => findingOf(run, rate, each));
  },
};

interface Anomaly {
  readonly level: Level;
  readonly since: number;
  readonly headline: string;
  readonly advice: string;
  readonly evidence: readonly Evidence[];
}

const zerosInRow = 10;
const zerosFromStart = 20;
const endShare = 0.98;

/**
 * Ten zeros in a row after a positive rate. A rate that decayed to 0 as it should counts only when more than 2 % of a
 * known plan is left. From the start, twenty zeros count when the loss has not fallen either: some logs print so few
 * decimals that a small rate reads 0. Rates of other parameter groups must be 0 too.
 */
function stuckAtZero(rate: LossCurve, run: Run): Anomaly | undefined {
  const { steps, values } = rate;
  const last = values.length - 1;
  let first = values.length;
  while (first > 0 && values[first - 1] === 0) first--;
  const isFromStart = first === 0;
  const needed = isFromStart ? zerosFromStart : zerosInRow;
  if (values.length - first < needed || otherGroupsMove(run, steps[first])) return undefined;
  const left = run.plan.maxSteps === undefined ? NaN : 1 - steps[last] / run.plan.maxSteps;
  const decayed = !isFromStart && values[first - 1] < 0.01 * largest(values, first);
  if (decayed && !(left > 1 - endShare)) return undefined;
  if (isFromStart && hasFallen(run, steps[last])) return undefined;
  const ending = decayed ? say`: the schedule is over, with ${formatPercent(left)} of the plan left` : say`, so nothing is being learned`;
  return {
    level: left > 1 - endShare ? 'stop' : 'warning',
    since: steps[first + needed - 1],
    headline: say`The learning rate has been 0 since step ${formatStep(steps[first])}${ending}.`,
    advice: decayed
      ? say`Stop: no step changes the weights any more. Give the scheduler the true number of steps next time.`
      : say`Stop and look at the scheduler: its number of steps, its warm-up, and whether it is stepped once per optimizer step.`,
    evidence: [{ label: say`Points at 0`, value: values.length - first, reference: needed }],
  };
}

function otherGroupsMove(run: Run, since: number): boolean {
  return run.series.some((series) => {
    if (series.metric !== metrics.learningRate) return false;
    const { steps, values } = finitePoints(series);
    return steps.some((step, i) => step >= since && values[i] !== 0);
  });
}

function hasFallen(run: Run, step: number): boolean {
  const loss = trainLossOf(run);
  if (!loss) return false;
  const end = indexAt(loss.steps, step) + 1;
  return medianOf(loss.values.subarray(Math.max(0, end - 5), end)) < 0.97 * medianOf(loss.values.subarray(0, 5));
}

function largest(values: Float64Array, end: number): number {
  return values.subarray(0, end).reduce((most, value) => Math.max(most, value), 0);
}

/**
 * A rate that had fallen below 70 % of its peak jumps up by half and a tenth of the peak from one point to the next.
 * Of schedules that are known not to restart it is a warning, else a note. A log that repeats steps tells of a resume,
 * which is reported no further.
 */
function startsOver({ steps, values }: LossCurve, run: Run): Anomaly | undefined {
  const isResumed = run.series.some((series) => series.metric === metrics.learningRate && !series.increasing);
  if (isResumed) return undefined;
  let peak = values[0];
  for (let i = 1; i < values.length; i++) {
    const before = values[i - 1];
    const jumps = before < 0.7 * peak && values[i] > 1.5 * before && values[i] - before > 0.1 * peak;
    // While it climbs to its first peak the rate has never fallen.
    if (jumps && peakBefore(values, i) > before) return jumpAt(i, steps, values, run);
    peak = Math.max(peak, values[i]);
  }
  return undefined;
}

function peakBefore(values: Float64Array, i: number): number {
  return largest(values, i - 1);
}

function jumpAt(i: number, steps: Float64Array, values: Float64Array, run: Run): Anomaly {
  const isPlanned = run.plan.schedule === undefined || run.plan.schedule === 'other';
  return {
    level: isPlanned ? 'note' : 'warning',
    since: steps[i],
    headline: say`The learning rate jumps up at step ${formatStep(steps[i])}: ${formatNumber(values[i - 1])} → ${formatNumber(values[i])}.`,
    advice: say`If restarts are not intended, look at whether a resume made a new scheduler instead of loading its state.`,
    evidence: [{ label: say`Before the jump`, value: values[i - 1] }, { label: say`After the jump`, value: values[i] }],
  };
}

/** Five points in a row more than 5 % above the planned peak. */
function abovePlan({ steps, values }: LossCurve, { plan }: Run): Anomaly | undefined {
  const { peakRate } = plan;
  if (!peakRate) return undefined;
  const at = rowOf(values, 5, (value) => value > 1.05 * peakRate);
  return at < 0 ? undefined : {
    level: 'warning',
    since: steps[at],
    headline: say`The learning rate is ${formatNumber(values[at])} at step ${formatStep(steps[at])}, above the planned peak of ${formatNumber(peakRate)}.`,
    advice: say`Look at whether the rate is scaled by the number of workers, or overridden on the command line.`,
    evidence: [{ label: say`Planned peak`, value: peakRate }],
  };
}

/**
 * Five points in a row that contradict the schedule: a constant one below 80 % of its peak after the warm-up; a
 * decaying one (final rate below 80 %) still above 98 % of its peak past the middle of the plan, or past the first
 * quarter of a planned final decay.
 */
function againstSchedule({ steps, values }: LossCurve, run: Run): Anomaly | undefined {
  const { schedule, maxSteps, warmupSteps = 0, minRatio = 0 } = run.plan;
  const peaks = runningPeak(values);
  const tell = (at: number, headline: string): Anomaly | undefined => at < 0 ? undefined : {
    level: 'warning', since: steps[at], headline,
    advice: say`Look at which scheduler the run really uses, and at the number of steps it was given.`,
    evidence: [{ label: say`Planned schedule`, value: schedule ?? 'unknown' }, { label: say`Peak so far`, value: peaks[at] }],
  };
  if (schedule === 'constant') {
    const at = rowOf(values, 5, (value, i) => steps[i] > warmupSteps && value < 0.8 * peaks[i]);
    return tell(at, say`The learning rate falls although a constant one is planned: ${formatNumber(values[at])} at step ${formatStep(steps[at])}.`);
  }
  const begins = decayShouldShow(run);
  if (begins === undefined || !maxSteps || minRatio >= 0.8) return undefined;
  const at = rowOf(values, 5, (value, i) => steps[i] > begins && steps[i] <= maxSteps && value > 0 && value > 0.98 * peaks[i]);
  return tell(at, say`The learning rate has not decayed by step ${formatStep(steps[at])} as planned: still ${formatNumber(values[at])}.`);
}

/** Step from which a decay as planned must be visible; undefined for schedules without one. */
function decayShouldShow({ plan: { schedule, maxSteps, decayStart } }: Run): number | undefined {
  if (!maxSteps) return undefined;
  if (schedule === 'wsd') return decayStart === undefined ? undefined : decayStart + (maxSteps - decayStart) / 4;
  return schedule === 'cosine' || schedule === 'linear' || schedule === 'polynomial' ? maxSteps / 2 : undefined;
}

function runningPeak(values: Float64Array): Float64Array {
  let peak = -Infinity;
  return values.map((value) => (peak = Math.max(peak, value)));
}

/** Index of the last of the first `length` values in a row that fit; -1 when there are none. */
function rowOf(values: Float64Array, length: number, fits: (value: number, index: number) => boolean): number {
  let row = 0;
  for (let i = 0; i < values.length; i++) {
    row = fits(values[i], i) ? row + 1 : 0;
    if (row === length) return i;
  }
  return -1;
}

function findingOf(run: Run, { steps, values }: LossCurve, { level, since, headline, advice, evidence }: Anomaly): Finding {
  return {
    rule: 'learning-rate',
    level,
    run: run.id,
    since,
    headline,
    evidence: [{ label: say`Learning rate at step ${formatStep(steps[steps.length - 1])}`, value: values[values.length - 1] }, ...evidence],
    advice: [{ text: advice }],
  };
}
