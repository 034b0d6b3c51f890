import { formatCount, formatStep, listed } from '../../model/format';
import { say } from '../../model/say';

/** The values of which a power law can speak, and a sentence on those that were left out. */
export interface UsableValues {
  readonly values: Float64Array;
  readonly leftOut?: string;
}

/** Fewer values than this tell no power law from anything else (Clauset, Shalizi & Newman 2009, section 3.4). */
export const fewestValues = 50;

/** Positive and finite values; a sentence where these are too few or all the same. */
export function usableValues(given: ArrayLike<number>): UsableValues | { readonly error: string } {
  const all = Float64Array.from(given);
  const values = all.filter((value) => value > 0 && value < Infinity);
  const leftOut = leftOutOf(all);
  if (values.length === 0) return { error: say`There is no tail to fit: none of ${formatCount(all.length, 'value')} is positive and finite.` };
  if (values.length < fewestValues) {
    return { error: say`With ${formatCount(values.length, 'usable value')} no power law can be told from anything else${leftOut ? say` (there are ${leftOut})` : ''}: bring at least ${fewestValues}.` };
  }
  if (values.every((value) => value === values[0])) return { error: say`All ${formatStep(values.length)} usable values are equal, so they have no tail.` };
  return { values, leftOut: leftOut && say`A power law has no place for ${leftOut}: left out.` };
}

function leftOutOf(all: Float64Array): string | undefined {
  const kinds = [
    [all.filter((value) => value === 0).length, say`zero`, say`zeros`],
    [all.filter((value) => value < 0 && value > -Infinity).length, say`negative value`, say`negative values`],
    [all.filter((value) => value !== value).length, say`value that is not a number`, say`values that are not numbers`],
    [all.filter((value) => Math.abs(value) === Infinity).length, say`infinite value`, say`infinite values`],
  ] as const;
  const parts = kinds.filter(([count]) => count > 0).map(([count, one, many]) => formatCount(count, one, many));
  return parts.length > 0 ? listed(parts) : undefined;
}
