import type { UpdateCost } from '../../model/blueprint';
import { say } from '../../model/say';
import { cumulativeShare } from './cumulativeShare';
import { gainAt, partialUpdate } from './partialUpdate';
import { rankFit } from './rankFit';
import { shareExponent } from './shareExponent';

/** Which samples to train on: gain q^δ of all data at cost fixed + perFraction·q. */
export interface SampleSelection {
  /** Share of the samples that gives most gain per cost; 1 where all data win. */
  readonly qStar: number;
  readonly delta: number;
  readonly misfit: { readonly rms: number; readonly largest: number };
  /** Share of the samples that is kept: the one asked for, else qStar. */
  readonly share: number;
  /** Gain per cost at that share over that of all data. */
  readonly gain: number;
  readonly rankFit: ReturnType<typeof rankFit>;
  /** Ids of the samples to keep, the most influential first. */
  readonly keep: readonly (string | number)[];
}

/**
 * The fraction of the samples worth keeping, by the influence of each: its gradient norm, or its loss where no norm is known. A sentence
 * where there are too few or none has any.
 * @param share of the samples to keep in place of that with most gain per cost, in (0, 1]
 */
export function sampleSelection(ids: readonly (string | number)[], influence: readonly number[], cost: UpdateCost, share?: number): SampleSelection | { readonly error: string } {
  const wrong = influence.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong >= 0) return { error: say`The influence of sample ${ids[wrong]} is ${influence[wrong]}: leave out samples without a finite, positive one.` };
  const carriers = influence.map((value) => ({ value, size: 1 }));
  const exponent = influence.length >= fewest ? shareExponent(carriers) : undefined;
  if (!exponent) return { error: say`At least ${fewest} samples with an influence above 0 are needed, not ${influence.length}.` };
  const best = partialUpdate(exponent.gamma, cost);
  if (!best) return { error: say`Without a fixed cost fewer samples are always better: set a fixed cost above 0.` };
  const { order } = cumulativeShare(carriers);
  const kept = share ?? best.kStar;
  const keep = order.slice(0, Math.max(1, Math.round(kept * ids.length))).map((i) => ids[i]);
  return { qStar: best.kStar, delta: exponent.gamma, misfit: exponent.misfit, share: kept, gain: gainAt(kept, exponent.gamma, cost), rankFit: rankFit(influence), keep };
}

/** As of tails: fewer values say nothing about how they are spread. */
const fewest = 50;
