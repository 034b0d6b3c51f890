import type { ForecastBand, MarginalReturnCheck, MarginalReturnOutlook, MarginalReturnReport } from '../model/report';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Settings } from '../model/settings';
import { mixtureQuantile, type NormalMixture } from '../numerics/normalMixture';
import { trendAhead } from '../numerics/trendSnapshot';
import type { Analyzer } from './analyzer';
import { budgetAt } from './returns/budget';
import { decayNowAt, remainingAt } from './returns/marginalReturnCheck';
import { confirmedChecks, standingOf } from './returns/marginalReturnChecks';
import { marginalReturnFindings } from './returns/marginalReturnFinding';
import { thresholdAt } from './returns/marginalReturnThreshold';
import { marginalReturnTrace, trendFrom, type MarginalReturnTrace } from './returns/marginalReturnTrace';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';
import { performanceOf } from './losses/performance';
import { performancePoints } from './losses/performancePoints';
import { resourcePerStep } from './resource';

/** Says when a run no longer earns its budget, should start its decay, or is flat only until a decay to come. */
export const marginalReturn: Analyzer = {
  name: 'marginal return',
  analyse(run, settings) {
    const trace = hasMeaning(run, settings) ? marginalReturnTrace(run, settings) : undefined;
    const standing = trace && standingOf(trace, settings);
    return trace ? marginalReturnFindings(run, trace, standing, settings) : [];
  },
};

/**
 * The marginal return of a run (Capability-Per-Resource, arXiv 2511.01077) at every check, with the forecast of the rest. Undefined
 * for a run that logs no performance or whose loss has no meaning.
 */
export function marginalReturnReport(run: Run, settings: Settings): MarginalReturnReport | undefined {
  const performance = performanceOf(run, settings);
  if (!performance || !hasMeaning(run, settings)) return undefined;
  const trace = marginalReturnTrace(run, settings);
  const head = {
    metric: performance.series.metric,
    original: performance.series.original,
    lowerIsBetter: performance.lowerIsBetter,
    resource: settings['resource.unit'],
    resourcePerStep: resourcePerStep(run, settings['resource.unit'], settings),
    needed,
  };
  if (!trace) return { ...head, ...nothingYet, threshold: settings['marginalReturn.threshold'], available: performancePoints(performance).steps.length };
  const checks = confirmedChecks(trace, settings);
  return { ...head, ...describe(trace, checks, settings) };
}

/** The same in short, without looking back at every check. */
export function marginalReturnOutlook(run: Run, settings: Settings): MarginalReturnOutlook | undefined {
  const performance = performanceOf(run, settings);
  if (!performance || !hasMeaning(run, settings)) return undefined;
  const trace = marginalReturnTrace(run, settings);
  const { metric, original } = performance.series;
  if (!trace) return { metric, original, needed, decision: 'unsure', best: undefined, end: undefined, available: performancePoints(performance).steps.length };
  const decision = standingOf(trace, settings)?.decision ?? 'continue';
  return { metric, original, needed, decision, best: bestOf(trace), end: endOf(trace), available: trace.points.steps.length };
}

const needed = 2;

const nothingYet = {
  thresholdUnit: 'per planned budget', decision: 'unsure', since: NaN, checks: [], law: { name: 'none', parameters: {}, rmse: NaN },
  schedule: 'unknown', plannedSteps: undefined, forecast: undefined, remaining: undefined, decayNow: undefined, best: undefined, end: undefined,
} as const;

function hasMeaning(run: Run, settings: Settings): boolean {
  return settings['performance.metric'] !== '' || hasMeaningfulLoss(run);
}

function describe(trace: MarginalReturnTrace, checks: readonly MarginalReturnCheck[], settings: Settings) {
  const { points, schedule, performance } = trace;
  const end = points.steps.length - 1;
  const standing = standingOf(trace, settings);
  const course = schedule.courseFrom(points.steps[end]);
  const remaining = standing && remainingAt(trace, end);
  const decayNow = course.rateAt(points.steps[end]) > 0.5 ? decayNowAt(trace, end) : undefined;
  const sign = performance.lowerIsBetter ? 1 : -1;
  const { band, rmse } = rememberedBand(trace, sign);
  return {
    threshold: thresholdAt(trace, end, settings),
    thresholdUnit: schedule.plan.maxSteps === undefined ? say`per twice the budget spent so far` : say`per planned budget`,
    decision: standing?.decision ?? 'continue',
    since: standing?.since ?? points.steps[end],
    checks,
    law: { name: schedule.known ? 'multi-power' : 'power', parameters: parametersOf(trace), rmse },
    schedule: course.kind,
    plannedSteps: schedule.plan.maxSteps,
    forecast: band,
    remaining: remaining && { value: remaining.value, low: remaining.low, high: remaining.high },
    decayNow: decayNow && { value: decayNow.value, low: decayNow.low, high: decayNow.high },
    best: bestOf(trace),
    end: endOf(trace),
    available: points.steps.length,
  } as const;
}

function bestOf({ points, best, performance }: MarginalReturnTrace) {
  const value = best[best.length - 1];
  return { step: points.steps[points.losses.indexOf(value)], value: performance.lowerIsBetter ? value : -value };
}

function endOf(trace: MarginalReturnTrace) {
  const last = trace.points.steps.length - 1;
  const { start, size } = budgetAt(trace, last);
  if (!(start + size > trace.points.steps[last])) return undefined;
  const [trend] = trendFrom(trace, last, trace.schedule.courseFrom(trace.points.steps[last]), [start + size]);
  const ends = [0.025, 0.975].map((p) => mixtureQuantile(trend, p) * trace.scale);
  return trace.performance.lowerIsBetter ? { low: ends[0], high: ends[1] } : { low: -ends[1], high: -ends[0] };
}

/** The law of the likeliest hypothesis, in nats: E + A·((clock + t0)/(clock now + t0))^(−α) + B·(sum over rate changes). */
function parametersOf(trace: MarginalReturnTrace): Record<string, number> {
  const { weights, damping, delay, noise, state: [levels, slopes, factors] } = trace.beliefs.at(trace.points.steps.length - 1);
  const top = weights.indexOf(Math.max(...weights));
  const alpha = damping[top];
  const common = { alpha, t0: delay[top], noise: noise[top] * trace.scale, ...(trace.schedule.known && { B: factors[top] * trace.scale }) };
  if (alpha === 0) return { ...common, level: levels[top] * trace.scale, slope: slopes[top] * trace.scale };
  return { ...common, E: (levels[top] - slopes[top] / alpha) * trace.scale, A: (slopes[top] / alpha) * trace.scale };
}

/** The band does not depend on the threshold. */
function rememberedBand(trace: MarginalReturnTrace, sign: number): Band {
  const known = bands.get(trace);
  if (known) return known;
  const band = bandOf(trace, sign);
  bands.set(trace, band);
  return band;
}

interface Band {
  readonly band: ForecastBand;
  readonly rmse: number;
}

const bands = new WeakMap<MarginalReturnTrace, Band>();

/** One step ahead over the past, then the rest of the budget as seen from the last point. */
function bandOf(trace: MarginalReturnTrace, sign: number): Band {
  const { points, clock: { past }, beliefs, scale } = trace;
  const end = points.steps.length - 1;
  const first = Math.min(3, end);
  const seen = Array.from({ length: end - first + 1 }, (_, j) => first + j).filter((i) => i > 0);
  const fitted = seen.map((i) => trendAhead(beliefs.at(i - 1), past.clock[i], past.covariate[i]));
  const squares = seen.reduce((sum, i, j) => sum + (points.losses[i] - meanOf(fitted[j]) * scale) ** 2, 0);
  const budget = budgetAt(trace, end);
  const rest = budget.start + budget.size - points.steps[end];
  const later = rest > 0 ? Array.from({ length: futurePoints }, (_, j) => points.steps[end] + (rest * (j + 1)) / futurePoints) : [];
  const ahead = later.length > 0 ? trendFrom(trace, end, trace.schedule.courseFrom(points.steps[end]), later) : [];
  const all = [...fitted, ...ahead];
  const quantile = (p: number): Float64Array => Float64Array.from(all, (mixture) => sign * scale * mixtureQuantile(mixture, p));
  return {
    band: {
      steps: Float64Array.from([...seen.map((i) => points.steps[i]), ...later]),
      median: quantile(0.5),
      low: quantile(sign > 0 ? 0.025 : 0.975),
      high: quantile(sign > 0 ? 0.975 : 0.025),
    },
    rmse: Math.sqrt(squares / Math.max(1, seen.length)),
  };
}

const futurePoints = 24;

function meanOf({ weights, means }: NormalMixture): number {
  return weights.reduce((sum, weight, k) => sum + weight * means[k], 0);
}
