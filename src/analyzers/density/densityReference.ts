/** What models are compared with: a size for each score. */
export interface DensityReference {
  /** Named wherever a density is shown. */
  readonly name: string;
  /** Where its numbers come from, and their licence. */
  readonly source: string;
  /** Whether the size for a score depends on the tokens of training. */
  readonly dependsOnTokens: boolean;
  /** Parameters of the reference's fits, for show. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly benchmarks: readonly ReferenceBenchmark[];
}

export interface ReferenceBenchmark {
  /** Key of the benchmark: hellaswag. */
  readonly benchmark: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Root mean square of the scores about the reference's curve. */
  readonly rmse: number;
  /** Least and largest score to which the reference assigns a size, neither included. */
  readonly range: readonly [low: number, high: number];
  /**
   * Effective parameters of a score after some tokens, and the same by each bootstrap draw of the reference: 0 where the score is
   * below what any size has, Infinity where it is above.
   */
  effective(score: number, tokens: number): EffectiveParameters;
}

export interface EffectiveParameters {
  readonly value: number;
  readonly draws: readonly number[];
}
