import { latestPoints } from '../../model/latestPoints';
import { metrics } from '../../model/metric';
import type { Plan, ScheduleKind } from '../../model/plan';
import { seriesOf, type Run } from '../../model/run';
import { inferSchedule } from './inferSchedule';
import type { Course, LoggedRates } from './rateCourse';

export interface Schedule {
  readonly plan: Plan;
  /** Whether the learning rate of the past is known, from the log or from a complete plan. */
  readonly known: boolean;
  /** Step at which the warm-up ends, 0 without one; the last logged step while the rate still rises. */
  readonly warmupEnd: number;
  /** Rate at a past step as a multiple of the peak. */
  readonly past: (step: number) => number;
  /** What is known at `step`, from the plan and the rates up to it, about the rates after it. */
  readonly courseFrom: (step: number) => Course;
}

/** The learning-rate schedule of a run. A stated kind is believed unless the logged rates contradict it. */
export function scheduleOf(run: Run): Schedule {
  const { plan } = run;
  const logged = loggedRates(run);
  const planned = plannedCourse(plan);
  if (!logged) {
    const warmupEnd = plan.warmupSteps ?? 0;
    if (!planned) return { plan, known: false, warmupEnd, past: () => 1, courseFrom: () => unknownCourse(1) };
    return { plan, known: true, warmupEnd, past: planned.rateAt, courseFrom: () => planned };
  }
  const past = (step: number): number => interpolate(logged.steps, logged.rates, step);
  const warmupEnd = plan.warmupSteps ?? (logged.peakIndex > 0 ? logged.steps[logged.peakIndex] : 0);
  return { plan, known: true, warmupEnd, past, courseFrom: (step) => courseAfter(step, past, planned, plan, logged) };
}

function courseAfter(step: number, past: (step: number) => number, planned: Course | undefined, plan: Plan, logged: LoggedRates): Course {
  const now = past(step);
  if (planned && Math.abs(planned.rateAt(step) - now) < agreement) return planned;
  return inferSchedule(logged, step, plan.maxSteps) ?? unknownCourse(now);
}

/** The course after a step about which nothing is known: the rate stays what it is. */
function unknownCourse(rate: number): Course {
  return { kind: 'unknown', decayStart: undefined, rateAt: () => rate };
}

/** A planned and a logged rate agree when they differ by less than this share of the peak. */
const agreement = 0.1;

function loggedRates(run: Run): LoggedRates | undefined {
  const series = seriesOf(run, metrics.learningRate) ?? seriesOf(run, metrics.learningRateMultiplier);
  if (!series || series.length < 2) return undefined;
  const { steps, values } = latestPoints(series);
  const peakIndex = endOfRise(values);
  const peak = values[peakIndex];
  if (!(peak > 0)) return undefined;
  return { steps, rates: values.map((value) => (Number.isFinite(value) ? value / peak : 0)), peakIndex };
}

function endOfRise(values: Float64Array): number {
  let i = 0;
  while (i + 1 < values.length && !(values[i + 1] < values[i]) && !(values[i] > 0 && values[i + 1] === values[i])) i++;
  return i;
}

/** The course of a complete plan; undefined when the kind or the length is not known. */
function plannedCourse(plan: Plan): Course | undefined {
  const { schedule: kind, maxSteps: end } = plan;
  if (!kind || kind === 'other' || (end === undefined && kind !== 'constant')) return undefined;
  const warmup = plan.warmupSteps ?? 0;
  const decayStart = kind === 'wsd' ? (plan.decayStart ?? usualDecayStart * (end ?? 0)) : undefined;
  const shape = shapeOf(kind, warmup, end ?? Infinity, decayStart ?? 0, plan.minRatio ?? 0);
  return { kind, decayStart, rateAt: (step) => (step < warmup ? step / warmup : shape(Math.min(step, end ?? step))) };
}

/** Share of a warm-up–stable–decay run at which the decay usually begins, where the plan does not say. */
const usualDecayStart = 0.8;

function shapeOf(kind: ScheduleKind, warmup: number, end: number, decayStart: number, floor: number): (step: number) => number {
  const share = (step: number, from: number): number => Math.min(1, Math.max(0, (step - from) / Math.max(1, end - from)));
  switch (kind) {
    case 'cosine': return (step) => floor + ((1 - floor) * (1 + Math.cos(Math.PI * share(step, warmup)))) / 2;
    case 'linear': case 'polynomial': return (step) => 1 - (1 - floor) * share(step, warmup);
    case 'wsd': return (step) => 1 - (1 - floor) * share(step, decayStart);
    case 'inverse-sqrt': return (step) => Math.sqrt(Math.max(warmup, 1) / Math.max(step, warmup, 1));
    default: return () => 1;
  }
}

function interpolate(steps: Float64Array, values: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length - 1;
  if (step <= steps[0]) return values[0];
  if (step >= steps[high]) return values[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle;
  }
  return values[low] + ((step - steps[low]) / (steps[high] - steps[low])) * (values[high] - values[low]);
}
