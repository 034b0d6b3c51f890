/** A number with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  /** An end that the data do not bound is infinite. */
  readonly low: number;
  readonly high: number;
  /** Why an end is infinite. */
  readonly unbounded?: string;
}
