import { say } from '../../model/say';
import type { TailSupport } from '../../model/tail';
import type { PowerLawFit } from '../../numerics/powerLaw';
import { powerLawFit } from '../../numerics/powerLaw';
import { discretePowerLawFit } from '../../numerics/tails/discretePowerLaw';
import type { TailAlternative } from '../../numerics/tails/tailAlternatives';
import { tailAlternatives } from '../../numerics/tails/tailAlternatives';
import { usableValues } from './usableValues';

/** The fits on which a report rests. */
export interface TailFitting {
  readonly values: Float64Array;
  readonly support: TailSupport;
  readonly fit: PowerLawFit;
  readonly alternatives: readonly TailAlternative[];
  readonly leftOut?: string;
}

/** Fits a power law and the alternatives to the tail of some values; a sentence where they do not allow it. */
export function tailFitting(given: ArrayLike<number>, support: TailSupport): TailFitting | { readonly error: string } {
  const usable = usableValues(given);
  if ('error' in usable) return usable;
  const { values, leftOut } = usable;
  const broken = support === 'discrete' ? values.find((value) => !Number.isInteger(value)) : undefined;
  if (broken !== undefined) return { error: say`A discrete power law is one of whole numbers, and ${broken} is none: fit these values as continuous ones.` };
  const fit = support === 'discrete' ? discretePowerLawFit(values) : powerLawFit(values);
  if (!fit) return { error: say`No power law can be fitted: the values hardly differ.` };
  return { values, support, fit, alternatives: tailAlternatives(values, fit, support), leftOut };
}
