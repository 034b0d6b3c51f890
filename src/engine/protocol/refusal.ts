/** Why something cannot be answered: one sentence for people. */
export interface Refusal {
  readonly error: string;
}
