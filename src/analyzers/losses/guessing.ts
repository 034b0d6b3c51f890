import type { ModelFacts } from '../../model/plan';

/** A level of loss that guessing explains. */
export interface Guessing {
  /** Number of equally likely answers: the loss is ln k. */
  readonly classes: number;
  /** Points at that level that are needed to believe it. */
  readonly points: number;
  /** Largest scatter, as a share of the level, at which it is believed. */
  readonly calm: number;
}

/**
 * The k whose guessing costs this loss within 1 % (`within`). Taken at its word where the model tells k (classes or vocabulary),
 * or the accuracy is 1/k within a tenth of it. Else any k from 2 to 10 where the model tells nothing; a healthy loss
 * may lie there by chance, for those bands hold up to a ninth of all losses about ln 2 to ln 4 and nearly half of
 * them about ln 10, so that it takes more points, and calmer ones.
 */
export function guessingAt(loss: number, accuracy: number, { classes, vocabulary }: ModelFacts, within = 0.01): Guessing | undefined {
  const told = [classes, vocabulary].find((k) => k !== undefined && fits(loss, k, within));
  if (told !== undefined) return { classes: told, points: 5, calm: 0.02 };
  const guess = Math.round(Math.exp(loss));
  if (classes !== undefined || guess > 10 || !fits(loss, guess, within)) return undefined;
  if (Math.abs(accuracy * guess - 1) < 0.1) return { classes: guess, points: 5, calm: 0.02 };
  return vocabulary === undefined ? { classes: guess, points: guess <= 4 ? 10 : 20, calm: 0.005 } : undefined;
}

function fits(loss: number, k: number, within: number): boolean {
  return k >= 2 && Math.abs(loss / Math.log(k) - 1) < within;
}
