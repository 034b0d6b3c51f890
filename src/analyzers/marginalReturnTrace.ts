import type { Run } from '../model/run';
import type { Settings } from '../model/settings';
import { mixtureMoments, type NormalMixture } from '../numerics/normalMixture';
import { TrendBank } from '../numerics/trendBank';
import { fallAhead, trendAhead, type TrendSnapshot } from '../numerics/trendSnapshot';
import { performanceOf, type Performance } from './performance';
import { performancePoints, type PerformancePoints } from './performancePoints';
import { RateClock } from './rateClock';
import type { Course } from './rateCourse';
import { scheduleOf, type Schedule } from './schedule';
import { trendPrior } from './trendPrior';

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
  /** One per point. */
  readonly snapshots: readonly TrendSnapshot[];
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
 * work, and so do reports for other thresholds. A trace takes megabytes, so that only a few are kept.
 */
const lately: { readonly run: Run; readonly asked: string; readonly trace: MarginalReturnTrace | undefined }[] = [];
const tracesKept = 4;

function follow(run: Run, settings: Settings): MarginalReturnTrace | undefined {
  const performance = performanceOf(run, settings);
  if (!performance) return undefined;
  const schedule = scheduleOf(run);
  const points = pointsFrom(performancePoints(performance), schedule.warmupEnd);
  if (points.steps.length < 2) return undefined;
  const clock = new RateClock(points.steps, schedule);
  const scale = scaleOf(points.losses);
  const snapshots = believed(points, clock, scale);
  const best = runningBest(points.losses);
  const { kept, risen } = performance.ofBatches ? keptTrend(snapshots, clock, scale) : { kept: best, risen: new Float64Array(best.length) };
  return { performance, points, schedule, clock, scale, best, kept, risen, snapshots };
}

/** The trend of the loss at `later` steps, in units of the scale, as seen at a point if the rates then take a course. */
export function trendFrom(trace: MarginalReturnTrace, index: number, course: Course, later: readonly number[]): readonly NormalMixture[] {
  const { clock, covariate } = trace.clock.ahead(trace.points.steps[index], course, later);
  return later.map((_, j) => trendAhead(trace.snapshots[index], clock[j], covariate[j]));
}

/** How far the trend at `later` steps lies below that at a point, in the same way. */
export function fallFrom(trace: MarginalReturnTrace, index: number, course: Course, later: readonly number[]): readonly NormalMixture[] {
  const { clock, covariate } = trace.clock.ahead(trace.points.steps[index], course, later);
  return later.map((_, j) => fallAhead(trace.snapshots[index], clock[j], covariate[j]));
}

function pointsFrom({ steps, losses, counts }: PerformancePoints, first: number): PerformancePoints {
  const start = Math.max(0, steps.findIndex((step) => step >= first));
  if (steps.length > 0 && steps[steps.length - 1] < first) return { steps: steps.subarray(0, 0), losses, counts };
  return { steps: steps.subarray(start), losses: losses.subarray(start), counts: counts.subarray(start) };
}

function believed({ losses, counts }: PerformancePoints, { past }: RateClock, scale: number): TrendSnapshot[] {
  const spacing = Math.max(past.clock[1] - past.clock[0], leastSpacing);
  const bank = new TrendBank(trendPrior, shareOfChange, decayFactor, spacing);
  const reference = Math.min(losses[0], losses[1]) / scale;
  return Array.from(losses, (loss, i) => {
    bank.observe(past.clock[i], past.covariate[i], compressed(loss / scale, reference), counts[i]);
    return bank.snapshot();
  });
}

/** Rate per e-fold of the clock at which a curve is expected to change its ways: of .04, .1 and .25 the one that forecasts best. */
const shareOfChange = 0.25;
const leastSpacing = 1e-3;

/**
 * B in relative units, believed before any decay: the published fits give B·η_peak/L0 = .036, .049 and .066. The shape of the drop is
 * believed up to seven tenths of it: with less doubt, stops behind a drop of the rate come too soon on the nine Multi-Power-Law curves.
 */
const decayFactor = { mean: 0.05, deviation: 0.025, departure: 0.035 };

/** How much worse than at the start a loss is says little: far above the first losses the scale is logarithmic. */
function compressed(loss: number, reference: number): number {
  const excess = loss - reference;
  return excess <= 0 ? loss : reference + softness * Math.log1p(excess / softness);
}

const softness = 0.3;

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
function keptTrend(snapshots: readonly TrendSnapshot[], { past }: RateClock, scale: number): Pick<MarginalReturnTrace, 'kept' | 'risen'> {
  const risen = new Float64Array(snapshots.length);
  let surely = Infinity;
  const kept = Float64Array.from(snapshots, (snapshot, i) => {
    const { mean, deviation } = mixtureMoments(trendAhead(snapshot, past.clock[i], past.covariate[i]));
    const least = Math.min(mean, surely);
    risen[i] = (mean - least) * scale;
    surely = Math.min(surely, mean + deviation);
    return least * scale;
  });
  return { kept, risen };
}
