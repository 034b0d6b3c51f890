/** A number with its 95 % interval; an end that has no bound is infinite. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
