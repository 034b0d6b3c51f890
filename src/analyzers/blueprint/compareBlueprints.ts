import { sampleRankCorrelation } from 'simple-statistics';
import type { Blueprint } from '../../model/blueprint';
import { mismatchOf } from './mismatchOf';

/** How two blueprints of one model differ. */
export interface BlueprintComparison {
  /** Spearman's correlation of the norms. */
  readonly rankCorrelation: number;
  /** Part of the gradient energy that stands at the same place: 1 − half of the sum of the differences of shares. */
  readonly commonEnergy: number;
  /** The largest changes of the share of the energy first. */
  readonly changes: readonly { readonly name: string; readonly first: number; readonly second: number }[];
}

/** Compares by shares, which do not depend on the scale of the norms. A sentence where the two are of different models. */
export function compareBlueprints(first: Blueprint, second: Blueprint): BlueprintComparison | { readonly error: string } {
  const mismatch = mismatchOf(first, second);
  if (mismatch !== undefined) return { error: `The blueprints are of different models: ${mismatch}.` };
  const shares = new Map(second.submodules.map(({ name, energyShare }) => [name, energyShare]));
  const changes = first.submodules.map(({ name, energyShare }) => ({ name, first: energyShare, second: shares.get(name) ?? 0 }));
  return {
    rankCorrelation: sampleRankCorrelation(changes.map((change) => change.first), changes.map((change) => change.second)),
    commonEnergy: 1 - changes.reduce((sum, change) => sum + Math.abs(change.first - change.second), 0) / 2,
    changes: changes.sort((a, b) => Math.abs(b.first - b.second) - Math.abs(a.first - a.second)),
  };
}
