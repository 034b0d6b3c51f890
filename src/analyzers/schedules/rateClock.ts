import { rateChangeTerm } from './multiPowerLaw';
import { publishedShape } from './multiPowerLawFit';
import { RatePath } from './ratePath';
import type { Course } from './rateCourse';
import type { Schedule } from './schedule';

/** How far training has come at some steps. */
export interface Progress {
  /** Clock in whose logarithm a loss curve is smooth. */
  readonly clock: Float64Array;
  /** The Multi-Power Law's sum over rate changes, in multiples of the peak rate; 0 where the rates are not known. */
  readonly covariate: Float64Array;
}

/**
 * Where the learning rate is known, the clock is the sum of the rates (S₁ of the Multi-Power Law) in steps at the peak rate;
 * else it is the step. `steps` are the ascending steps at which the curve was looked at.
 */
export class RateClock {
  readonly past: Progress;
  readonly #steps: Float64Array;
  readonly #rates: Float64Array;
  readonly #known: boolean;

  constructor(steps: Float64Array, schedule: Schedule) {
    this.#known = schedule.known;
    this.#steps = steps[0] > 0 ? Float64Array.of(0, ...steps) : steps;
    this.#rates = this.#steps.map((step) => (schedule.known ? Math.max(schedule.past(step), 0) : 1));
    this.past = this.#progress(new RatePath(this.#steps, this.#rates), steps);
  }

  /** Progress at `later` steps, ascending, when the rates up to `now` were as known and then take a course. */
  ahead(now: number, course: Course, later: readonly number[]): Progress {
    if (!this.#known) return { clock: Float64Array.from(later), covariate: new Float64Array(later.length) };
    const kept = this.#steps.findLastIndex((step) => step <= now) + 1;
    const nodes = futureNodes(now, course, later);
    const path = new RatePath(
      [...this.#steps.subarray(0, kept), ...nodes],
      [...this.#rates.subarray(0, kept), ...nodes.map((step) => Math.max(course.rateAt(step), 0))],
    );
    return this.#progress(path, Float64Array.from(later));
  }

  #progress(path: RatePath, steps: Float64Array): Progress {
    if (!this.#known) return { clock: steps.slice(), covariate: new Float64Array(steps.length) };
    const least = 1e-3;
    return {
      clock: steps.map((step) => Math.max(path.sumTo(step), least)),
      covariate: rateChangeTerm(relativeShape, path, steps),
    };
  }
}

const futurePieces = 24;

/** Whole steps after `now`: where the curve will be looked at, and enough between to follow the course. */
function futureNodes(now: number, course: Course, later: readonly number[]): number[] {
  const end = later[later.length - 1];
  const even = Array.from({ length: futurePieces }, (_, i) => Math.round(now + ((i + 1) * (end - now)) / futurePieces));
  const kink = course.decayStart === undefined ? [] : [Math.round(course.decayStart)];
  return [...new Set([now + 1, ...even, ...kink, ...later])].filter((step) => step > now && step <= end).sort((a, b) => a - b);
}

/**
 * C·η^(1−γ) of the published fits at their peak rate of 3e-4 (25M: .113, 100M: .130, 400M: .105): the shape in steps at the
 * peak rate, with rates as multiples of the peak.
 */
const relativeShape = { C: 0.115, beta: publishedShape.beta.mean, gamma: publishedShape.gamma.mean };
