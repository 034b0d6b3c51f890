import type { Blueprint, Submodule } from '../../model/blueprint';
import type { Settings } from '../../model/settings';
import { derived, rankedSubmodules } from './blueprintOf';
import { mismatchOf } from './mismatchOf';

/**
 * λ·released + (1 − λ)·local, norm by norm (Capability-Per-Resource, algorithm 1): a released blueprint adapted with a few measurements of
 * one's own. The released norms are first brought to the scale of the local ones, since losses and batches differ. A sentence where the two
 * are of different models.
 */
export function blendBlueprints(released: Blueprint, local: Blueprint, lambda: number, settings: Settings): Blueprint | { readonly error: string } {
  if (!(lambda >= 0 && lambda <= 1)) return { error: `The weight of the released blueprint is a number from 0 to 1, not ${lambda}.` };
  const mismatch = mismatchOf(released, local);
  if (mismatch !== undefined) return { error: `The blueprints are of different models: ${mismatch}.` };
  const scale = normOf(local) / normOf(released);
  if (!Number.isFinite(scale)) return { error: 'The released blueprint has no norm above 0.' };
  const norms = new Map(released.submodules.map(({ name, gradNormMean }) => [name, gradNormMean * scale]));
  const submodules = rankedSubmodules(local.submodules.map((submodule) => blended(submodule, norms.get(submodule.name) ?? 0, lambda)));
  return { ...local, submodules, ...derived(submodules, settings), notes: [...local.notes, `Blended: ${lambda} of a released blueprint and ${1 - lambda} of a local measurement.`] };
}

/** Median and scatter were of the local measurement alone. */
function blended(submodule: Submodule, released: number, lambda: number): Submodule {
  return { ...submodule, gradNormMean: lambda * released + (1 - lambda) * submodule.gradNormMean, gradNormMedian: null, gradNormStd: null };
}

function normOf({ submodules }: Blueprint): number {
  return Math.sqrt(submodules.reduce((sum, { gradNormMean }) => sum + gradNormMean ** 2, 0));
}
