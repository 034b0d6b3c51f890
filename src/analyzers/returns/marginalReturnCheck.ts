import type { Decision, ExpectedGain } from '../../model/report';
import type { Settings } from '../../model/settings';
import type { Course } from '../schedules/rateCourse';
import { budgetAt, horizonsAt, spacingAt, type Budget } from './budget';
import { expectedGain, gainsOf } from './gains';
import { learnedSince } from './learnedSince';
import { thresholdAt } from './marginalReturnThreshold';
import type { MarginalReturnTrace } from './marginalReturnTrace';
import { StretchReturns, type Measure } from './stretchReturns';

/** A judgement at one point before it is known whether it lasts. */
export interface Judgement {
  readonly step: number;
  readonly decision: Decision;
  readonly probabilityBelow: number;
  /** Share of the budget that is left. */
  readonly left: number;
  /** Expected marginal return with the ends of its 95 % interval. */
  readonly measure: () => Measure;
}

/**
 * The marginal return at a point: the greatest average return over any further stretch of training up to the end of the plan, that
 * is the gain of the best loss so far divided by the stretch's share of the planned budget. A stretch is anything from 8 % of the
 * budget to the whole rest: shorter ones measure the luck of single evaluations, the next one alone would be blind to a decay
 * or a late drop, and the whole rest alone blind to what is cheap now. Without a plan the budget is twice what has been
 * run, and at least 50 evaluations. Undefined where nothing of the budget is left.
 *
 * The least stretch, the probability of .85 and the two checks in a row were chosen on the validation curves of six
 * TaskSet tasks, each judged with a prior fitted to the five others, so that the saved/regret frontier lies above every baseline at
 * once, on all of them and on every choice of three (bench/decisions.mjs prints all of it).
 */
export function judge(trace: MarginalReturnTrace, index: number, settings: Settings): Judgement | undefined {
  const budget = budgetAt(trace, index);
  const horizons = horizonsAt(trace, index, budget);
  if (!horizons) return undefined;
  const threshold = thresholdAt(trace, index, settings);
  const step = trace.points.steps[index];
  const course = trace.schedule.courseFrom(step);
  const returns = remembered(trace, index, 'planned', () => new StretchReturns(trace, index, course, horizons, budget));
  const tooEarly = trace.performance.ofBatches && index < fewestBatches - 1;
  return {
    step,
    probabilityBelow: returns.probabilityBelow(threshold),
    left: (budget.start + budget.size - step) / budget.size,
    measure: () => returns.measure,
    decision: tooEarly ? 'continue' : returns.areBelow(threshold, settings)
      ? decideBelow(trace, index, course, horizons, budget, settings)
      : decideAbove(trace, index, course, horizons, budget, settings),
  };
}

/**
 * Losses of batches come often: nothing is lost by hearing some more of them first, and a run that falls slowly from the start is not yet told
 * from noise.
 */
const fewestBatches = 10;

/** Gain expected from a linear decay to the planned floor that starts now, and the step at which it would be over. */
export function decayNowAt(trace: MarginalReturnTrace, index: number): (ExpectedGain & { readonly end: number }) | undefined {
  const { steps } = trace.points;
  const budget = budgetAt(trace, index);
  const now = steps[index];
  const { rateAt, decayStart } = trace.schedule.courseFrom(now);
  const rate = rateAt(now);
  const end = budget.start + budget.size;
  const planned = decayStart !== undefined && decayStart > now ? end - decayStart : usualDecay * budget.size;
  const length = Math.min(planned, end - now);
  if (!trace.schedule.known || !(length >= 1)) return undefined;
  const floor = trace.schedule.plan.minRatio ?? 0;
  const stop = Math.round(now + length);
  const course: Course = { kind: 'wsd', decayStart: now, rateAt: (step) => rate + (floor - rate) * Math.min(1, (step - now) / length) };
  const [gain] = gainsOf(trace, index, course, [stop], () => 1);
  return { ...expectedGain(gain, trace.scale), end: stop };
}

/** What the rest of the budget is expected to buy. */
export function remainingAt(trace: MarginalReturnTrace, index: number): ExpectedGain | undefined {
  const budget = budgetAt(trace, index);
  const now = trace.points.steps[index];
  const end = budget.start + budget.size;
  if (!(end > now)) return undefined;
  const [gain] = gainsOf(trace, index, trace.schedule.courseFrom(now), [end], (later) => (later - now) / spacingAt(trace, index));
  return expectedGain(gain, trace.scale);
}

/** What was seen from a point does not depend on the threshold, which a person drags to and fro. */
function remembered(trace: MarginalReturnTrace, index: number, course: 'planned' | 'held', look: () => StretchReturns): StretchReturns {
  const memory = memories.get(trace) ?? { planned: [], held: [] };
  memories.set(trace, memory);
  return (memory[course][index] ??= look());
}

const memories = new WeakMap<MarginalReturnTrace, { readonly planned: StretchReturns[]; readonly held: StretchReturns[] }>();

/**
 * Flat under the plan: stop, unless the rate is still to fall and that may bring more than a trifle, or a decay that nobody planned
 * would be worth its steps. A decay brings out what was learned at the constant rate: of a run that has learned nothing it promises nothing, and
 * other rules say so.
 */
function decideBelow(
  trace: MarginalReturnTrace, index: number, course: Course, horizons: readonly number[], budget: Budget, settings: Settings,
): Decision {
  const now = trace.points.steps[index];
  if (!trace.schedule.known) return 'stop';
  if (stillFalls(course, now, horizons)) {
    const rest = new StretchReturns(trace, index, course, horizons.slice(-1), budget);
    const trifle = (trifleShare * Math.abs(trace.best[index]) * budget.size) / (horizons[horizons.length - 1] - now);
    return rest.areBelow(trifle, settings) ? 'stop' : 'wait';
  }
  const decay = course.rateAt(now) < highRate ? undefined : decayNowAt(trace, index);
  if (!decay) return 'stop';
  if (index < learnedSince(trace)) return 'continue';
  return decay.value / ((decay.end - now) / budget.size) > thresholdAt(trace, index, settings) ? 'decay' : 'stop';
}

function stillFalls(course: Course, now: number, horizons: readonly number[]): boolean {
  const rate = course.rateAt(now);
  return horizons.some((step) => course.rateAt(step) < rate - 0.01);
}

/** Share of the budget over which a decay usually runs, where the plan does not say. */
const usualDecay = 0.1;
/** A gain below this share of the loss is not worth the end of a decay. */
const trifleShare = 0.001;

/** Worth going on under the plan: but perhaps only for the sake of a decay to come. */
function decideAbove(
  trace: MarginalReturnTrace, index: number, course: Course, horizons: readonly number[], budget: Budget, settings: Settings,
): Decision {
  const now = trace.points.steps[index];
  const rate = course.rateAt(now);
  if (!stillFalls(course, now, horizons)) return 'continue';
  const held: Course = { kind: 'constant', decayStart: undefined, rateAt: () => rate };
  const returns = remembered(trace, index, 'held', () => new StretchReturns(trace, index, held, horizons, budget));
  if (!returns.areBelow(thresholdAt(trace, index, settings), settings)) return 'continue';
  const pending = course.decayStart !== undefined && course.decayStart - now > worthAdvancing * budget.size;
  if (index < learnedSince(trace)) return 'continue';
  return pending && rate >= highRate ? 'decay' : 'wait';
}

/** Share of the peak from which a rate counts as not yet decayed. */
const highRate = 0.5;
/** A planned decay nearer than this share of the budget is waited for. */
const worthAdvancing = 0.1;
