import type { Decision, ExpectedGain, MarginalReturnCheck } from '../../model/report';
import type { Settings } from '../../model/settings';
import { mixtureExpectedPositive, mixtureProbability, mixtureQuantile, type NormalMixture } from '../../numerics/normalMixture';
import { learnedSince } from '../losses/learnedSince';
import { thresholdAt } from './marginalReturnThreshold';
import { fallFrom, trendFrom, type MarginalReturnTrace } from './marginalReturnTrace';
import type { Course } from '../schedules/rateCourse';

/** A judgement at one point before it is known whether it lasts. */
export interface Judgement {
  readonly step: number;
  readonly decision: Decision;
  readonly probabilityBelow: number;
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
  const seen = remembered(trace, index, 'planned', () => returnsOf(trace, index, course, horizons, budget));
  const probabilityBelow = belowOf(seen.returns, threshold);
  return {
    step,
    probabilityBelow,
    measure: () => (seen.measure ??= measureOf(seen.returns)),
    decision: probabilityBelow >= settings['marginalReturn.probability']
      ? decideBelow(trace, index, course, horizons, budget, settings)
      : decideAbove(trace, index, course, horizons, budget, settings),
  };
}

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

export interface Budget {
  readonly start: number;
  readonly size: number;
  readonly planned: boolean;
}

export function budgetAt({ points, schedule }: MarginalReturnTrace, index: number): Budget {
  const { maxSteps } = schedule.plan;
  if (maxSteps !== undefined) return { start: 0, size: maxSteps, planned: true };
  const start = points.steps[0] > points.steps[1] - points.steps[0] ? 0 : points.steps[0];
  const least = leastEvaluations * (points.steps[1] - points.steps[0]);
  return { start, size: Math.max(2 * (points.steps[index] - start), least), planned: false };
}

/** A run without a plan is taken to be meant for at least as many evaluations. */
const leastEvaluations = 50;
/** Share of the budget over which a decay usually runs, where the plan does not say. */
const usualDecay = 0.1;
const mostHorizons = 10;
/** A stretch is at least this share of the budget, or the luck of a single noisy evaluation would pass for a return. */
const leastStretch = 0.08;

function horizonsAt(trace: MarginalReturnTrace, index: number, { start, size }: Budget): number[] | undefined {
  const now = trace.points.steps[index];
  const rest = start + size - now;
  const spacing = spacingAt(trace, index);
  if (!(rest >= Math.min(1, spacing)) || !(rest > 0.01 * spacing)) return undefined;
  const first = Math.min(rest, Math.max(spacing, leastStretch * size));
  const count = Math.max(1, Math.min(mostHorizons, Math.ceil(Math.log2(rest / first) * 1.5) + 1));
  const ratio = count > 1 ? (rest / first) ** (1 / (count - 1)) : 1;
  return Array.from({ length: count }, (_, j) => now + (j === count - 1 ? rest : first * ratio ** j));
}

function spacingAt({ points }: MarginalReturnTrace, index: number): number {
  return index > 0 ? points.steps[index] - points.steps[index - 1] : points.steps[1] - points.steps[0];
}

interface Return {
  readonly gain: NormalMixture;
  /** Nats per budget for one unit of the gain. */
  readonly factor: number;
}

function returnsOf(trace: MarginalReturnTrace, index: number, course: Course, horizons: readonly number[], budget: Budget): Return[] {
  const now = trace.points.steps[index];
  const spacing = spacingAt(trace, index);
  return gainsOf(trace, index, course, horizons, (later) => (later - now) / spacing).map((gain, j) => ({
    gain, factor: (trace.scale * budget.size) / (horizons[j] - now),
  }));
}

interface Seen {
  readonly returns: readonly Return[];
  measure?: Measure;
}

/** What was seen from a point does not depend on the threshold, which a person drags to and fro. */
function remembered(trace: MarginalReturnTrace, index: number, course: 'planned' | 'held', look: () => readonly Return[]): Seen {
  const memory = memories.get(trace) ?? { planned: [], held: [] };
  memories.set(trace, memory);
  return (memory[course][index] ??= { returns: look() });
}

const memories = new WeakMap<MarginalReturnTrace, { readonly planned: Seen[]; readonly held: Seen[] }>();

type Measure = Pick<MarginalReturnCheck, 'marginalReturn' | 'low' | 'high'>;

/** The stretch that returns most, with its interval. */
function measureOf(returns: readonly Return[]): Measure {
  const expected = returns.map(({ gain, factor }) => mixtureExpectedPositive(gain) * factor);
  const top = returns[expected.indexOf(Math.max(...expected))];
  const { value, low, high } = expectedGain(top.gain, top.factor);
  return { marginalReturn: value, low, high };
}

/** What training on until `later` steps gains, before it is cut off at 0, in units of the scale. */
function gainsOf(
  trace: MarginalReturnTrace, index: number, course: Course, later: readonly number[], evaluations: (later: number) => number,
): readonly NormalMixture[] {
  if (trace.performance.ofBatches) return fallFrom(trace, index, course, later).map((fall) => lessRise(trace, index, fall));
  return trendFrom(trace, index, course, later).map((trend, j) => gainOfBest(trace, index, trend, evaluations(later[j])));
}

/** Of a loss that has risen, only what will lie below its former level is a gain. */
function lessRise(trace: MarginalReturnTrace, index: number, fall: NormalMixture): NormalMixture {
  const rise = trace.risen[index] / trace.scale;
  return rise > 0 ? { ...fall, means: fall.means.map((mean) => mean - rise) } : fall;
}

/**
 * Best loss so far minus the lowest of the next evaluations. Noise makes the lowest of several evaluations lie below the trend: by
 * κ·σ·√(2 ln(1 + evaluations)), with a scatter of its own. Both were chosen by what forecasts the gains of the TaskSet curves best, with
 * the prior fitted to other tasks.
 */
function gainOfBest(trace: MarginalReturnTrace, index: number, trend: NormalMixture, evaluations: number): NormalMixture {
  const { noise } = trace.beliefs.at(index);
  const best = trace.best[index] / trace.scale;
  const luck = luckShare * Math.sqrt(2 * Math.log(1 + evaluations));
  const count = trace.points.counts[index];
  const means = new Float64Array(noise.length);
  const deviations = new Float64Array(noise.length);
  for (let k = 0; k < noise.length; k++) {
    const scatter = noise[k] / Math.sqrt(count);
    means[k] = best - trend.means[k] + luck * scatter;
    deviations[k] = Math.sqrt(trend.deviations[k] * trend.deviations[k] + luckVariance * scatter * scatter);
  }
  return { weights: trend.weights, means, deviations };
}

const luckShare = 0.5;
const luckVariance = 0.35;

/** P(every stretch returns less than the threshold), bounded by its least likely part. */
function belowOf(returns: readonly Return[], threshold: number): number {
  return returns.reduce((least, { gain, factor }) => Math.min(least, mixtureProbability(gain, threshold / factor)), 1);
}

/** Where a gain is improbable, its expectation may lie above 97.5 % of what may come: the interval then reaches as far. */
function expectedGain(gain: NormalMixture, factor: number): ExpectedGain {
  const value = mixtureExpectedPositive(gain);
  const [low, high] = [0.025, 0.975].map((share) => Math.max(0, mixtureQuantile(gain, share)));
  return { value: value * factor, low: low * factor, high: Math.max(value, high) * factor };
}

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
    const rest = returnsOf(trace, index, course, horizons.slice(-1), budget);
    const trifle = (trifleShare * Math.abs(trace.best[index]) * budget.size) / (horizons[horizons.length - 1] - now);
    return belowOf(rest, trifle) >= settings['marginalReturn.probability'] ? 'stop' : 'wait';
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
  const flat = belowOf(remembered(trace, index, 'held', () => returnsOf(trace, index, held, horizons, budget)).returns, thresholdAt(trace, index, settings));
  if (flat < settings['marginalReturn.probability']) return 'continue';
  const pending = course.decayStart !== undefined && course.decayStart - now > worthAdvancing * budget.size;
  if (index < learnedSince(trace)) return 'continue';
  return pending && rate >= highRate ? 'decay' : 'wait';
}

/** Share of the peak from which a rate counts as not yet decayed. */
const highRate = 0.5;
/** A planned decay nearer than this share of the budget is waited for. */
const worthAdvancing = 0.1;
