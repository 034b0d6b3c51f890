import type { UpdateCost } from '../../model/blueprint';

/** The best share of a model to update, and what it wins. */
export interface PartialUpdate {
  /** In (0, 1]. */
  readonly kStar: number;
  /** Gain per cost at kStar over that of updating everything; 1 where nothing is won. */
  readonly gain: number;
}

/**
 * Maximum of k^γ/(a + b·k): k* = γa/((1 − γ)b) where that lies below 1, else everything (Capability-Per-Resource, derived from its
 * equations of gain and cost). Without a fixed cost the ratio has no maximum: undefined.
 */
export function partialUpdate(gamma: number, { fixed, perFraction }: UpdateCost): PartialUpdate | undefined {
  if (!(fixed > 0) || !(perFraction >= 0) || !(gamma >= 0)) return undefined;
  if (!(gamma * fixed < (1 - gamma) * perFraction)) return { kStar: 1, gain: 1 };
  const kStar = (gamma * fixed) / ((1 - gamma) * perFraction);
  return { kStar, gain: gainAt(kStar, gamma, { fixed, perFraction }) };
}

/** Gain per cost at a share k over that of updating everything. */
export function gainAt(k: number, gamma: number, { fixed, perFraction }: UpdateCost): number {
  return (k ** gamma * (fixed + perFraction)) / (fixed + perFraction * k);
}
