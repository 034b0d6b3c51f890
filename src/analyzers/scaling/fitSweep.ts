import { bootstrap, type Refit } from '../../numerics/scaling/bootstrap';
import type { SeparableLaw } from '../../numerics/scaling/separableLaw';
import { refit, variableProjection, type SeparableFit } from '../../numerics/scaling/variableProjection';
import { scalingLaws, sweepProblem, type ScalingLawId } from './scalingLaw';
import type { Sweep } from './sweep';

/** A law fitted to a sweep, and refitted to draws of its rows. */
export interface FittedSweep {
  readonly sweep: Sweep;
  readonly id: ScalingLawId;
  readonly at: SeparableLaw;
  readonly fit: SeparableFit;
  readonly draws: readonly (readonly number[])[];
  readonly again: Refit;
}

/** Fits a law to a sweep, with `refits` draws of a bootstrap; a sentence where that is not possible. */
export function fitSweep(sweep: Sweep, id: ScalingLawId, refits: number): FittedSweep | { readonly error: string } {
  const law = scalingLaws[id];
  const problem = sweepProblem(law, sweep);
  if (problem !== undefined) return { error: problem };
  const at = law.at(sweep);
  const fit = variableProjection(at, sweep.loss, law.misfit);
  const again: Refit = (weights, start) => refit(at, sweep.loss, { ...law.misfit, weights }, start);
  return { sweep, id, at, fit, draws: bootstrap(sweep.n.length, fit, again, refits), again };
}
