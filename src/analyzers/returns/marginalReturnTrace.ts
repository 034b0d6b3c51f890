import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import type { NormalMixture } from '../../numerics/normalMixture';
import { fallAhead, trendAhead } from '../../numerics/trendSnapshot';
import { CurveBeliefs } from './curveBeliefs';
import { performanceOf, type Performance } from '../losses/performance';
import { performancePoints, type PerformancePoints } from '../losses/performancePoints';
import { RateClock } from '../schedules/rateClock';
import type { Course } from '../schedules/rateCourse';
import { scheduleOf, type Schedule } from '../schedules/schedule';

/** What was believed at every point of a run's curve of performance, using nothing logged later. */
export interface MarginalReturnTrace {
  readonly performance: Performance;
  readonly points: PerformancePoints;
  readonly schedule: Schedule;
  readonly clock: RateClock;
  /** Unit of the forecasts, in nats: the size of the first losses. */
  readonly scale: number;
  /** Lowest loss so far, one per point. */
  readonly best: Float64Array;
  /**
   * What one would keep if the run ended at a point, in nats: of evaluations the best so far, of losses of batches the trend or, where
   * it has surely been lower, as low as it surely was.
   */
  readonly kept: Float64Array;
  /** How far the trend of losses of batches has surely risen above its least, in nats; 0 for evaluations. */
  readonly risen: Float64Array;
  readonly beliefs: CurveBeliefs;
}

/**
 * Follows the curve after the warm-up point by point. Where the learning rate is known, the Multi-Power Law's sum over rate changes
 * enters as a covariate whose factor B is believed beforehand to be what the published fits found, and is learned once the rate
 * changes. Undefined with fewer than two points.
 */
export function marginalReturnTrace(run: Run, settings: Settings): MarginalReturnTrace | undefined {
  const asked = JSON.stringify(Object.entries(settings).filter(([key]) => key.startsWith('performance.')));
  const known = lately.find((one) => one.run === run && one.asked === asked);
  if (known) return known.trace;
  const trace = follow(run, settings);
  lately.unshift({ run, asked, trace });
  lately.length = Math.min(lately.length, tracesKept);
  return trace;
}

/**
 * The traces asked for last. A run is never changed, only replaced: finding, outlook and report of one state share their
 * work, and so do reports for other thresholds. A trace takes megabytes, so that only two are kept.
 */
const lately: { readonly run: Run; readonly asked: string; readonly trace: MarginalReturnTrace | undefined }[] = [];
const tracesKept = 2;

function follow(run: Run, settings: Settings): MarginalReturnTrace | undefined {
  const performance = performanceOf(run, settings);
  if (!performance) return undefined;
  const schedule = scheduleOf(run);
  const points = pointsFrom(performancePoints(performance), schedule.warmupEnd);
  if (points.steps.length < 2) return undefined;
  const clock = new RateClock(points.steps, schedule);
  const scale = scaleOf(points.losses);
  const beliefs = new CurveBeliefs(points, clock.past, scale);
  const best = runningBest(points.losses);
  const { kept, risen } = performance.ofBatches ? keptTrend(beliefs, scale) : { kept: best, risen: new Float64Array(best.length) };
  return { performance, points, schedule, clock, scale, best, kept, risen, beliefs };
}

/** The trend of the loss at `later` steps, in units of the scale, as seen at a point if the rates then take a course. */
export function trendFrom(trace: MarginalReturnTrace, index: number, course: Course, later: readonly number[]): readonly NormalMixture[] {
  const { clock, covariate } = trace.clock.ahead(trace.points.steps[index], course, later);
  return later.map((_, j) => trendAhead(trace.beliefs.at(index), clock[j], covariate[j]));
}

/** How far the trend at `later` steps lies below that at a point, in the same way. */
export function fallFrom(trace: MarginalReturnTrace, index: number, course: Course, later: readonly number[]): readonly NormalMixture[] {
  const { clock, covariate } = trace.clock.ahead(trace.points.steps[index], course, later);
  return later.map((_, j) => fallAhead(trace.beliefs.at(index), clock[j], covariate[j]));
}

function pointsFrom({ steps, losses, counts }: PerformancePoints, first: number): PerformancePoints {
  const start = Math.max(0, steps.findIndex((step) => step >= first));
  if (steps.length > 0 && steps[steps.length - 1] < first) return { steps: steps.subarray(0, 0), losses, counts };
  return { steps: steps.subarray(start), losses: losses.subarray(start), counts: counts.subarray(start) };
}

function scaleOf(losses: Float64Array): number {
  const lower = Math.min(losses[0], losses[1]);
  return lower > 0 ? lower : Math.max(Math.abs(losses[0]), Math.abs(losses[1])) || 1;
}

function runningBest(losses: Float64Array): Float64Array {
  let best = Infinity;
  return losses.map((loss) => (best = Math.min(best, loss)));
}

/**
 * The mean of the trend, or one standard deviation above the least that it has been: a level that merely may have been lower is
 * not held against the present.
 */
function keptTrend({ means, deviations }: CurveBeliefs, scale: number): Pick<MarginalReturnTrace, 'kept' | 'risen'> {
  const risen = new Float64Array(means.length);
  let surely = Infinity;
  const kept = means.map((mean, i) => {
    const least = Math.min(mean, surely);
    risen[i] = (mean - least) * scale;
    surely = Math.min(surely, mean + deviations[i]);
    return least * scale;
  });
  return { kept, risen };
}
