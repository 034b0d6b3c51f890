/** Test losses of one model after fine-tuning on growing parts of a data set. */
export interface Candidate {
  readonly name: string;
  /** Training samples, ascending, above 0. */
  readonly sizes: readonly number[];
  /** Test loss at each size, above 0. */
  readonly losses: readonly number[];
  /** Test loss before any fine-tuning. */
  readonly zeroShot?: number;
  /** Number of parameters. */
  readonly parameters?: number;
  /** ln of the pre-learned data size in samples, with its deviation, where a tangent kernel was measured. */
  readonly transitionPrior?: { readonly logSize: number; readonly deviation: number };
}
