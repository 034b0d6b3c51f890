import type { ScheduleKind } from '../../model/plan';

/** How the learning rate goes from a step on, as a multiple of its peak. */
export interface Course {
  readonly kind: ScheduleKind | 'unknown';
  /** Step at which the final decay begins, where one is planned and still to come. */
  readonly decayStart: number | undefined;
  readonly rateAt: (step: number) => number;
}

/** The learning rate as it was logged. */
export interface LoggedRates {
  readonly steps: Float64Array;
  /** As multiples of the peak. */
  readonly rates: Float64Array;
  /** Index of the first rate that is not below the one after it: the end of the warm-up. */
  readonly peakIndex: number;
}
