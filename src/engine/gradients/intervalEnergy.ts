import { say } from '../../model/say';
import type { ParameterEnergy } from './parameterEnergy';

/**
 * Gradient energy of only the steps between two checkpoints: (v_b − β₂^Δ·v_a)/(1 − β₂^Δ), which is linear and holds for sums as well. A
 * sentence where the two do not follow one another or their optimizer keeps no running mean square.
 */
export function intervalEnergies(earlier: readonly ParameterEnergy[], later: readonly ParameterEnergy[]): readonly ParameterEnergy[] | { readonly error: string } {
  const before = new Map(earlier.map((energy) => [energy.key, energy]));
  const between: ParameterEnergy[] = [];
  for (const energy of later) {
    const start = before.get(energy.key);
    const problem = problemOf(start, energy);
    if (problem !== undefined || start === undefined) return { error: say`The checkpoints cannot be compared: parameter ${energy.key} ${problem ?? say`is missing from the earlier one`}.` };
    between.push(intervalEnergy(start, energy));
  }
  return between;
}

function problemOf(start: ParameterEnergy | undefined, end: ParameterEnergy): string | undefined {
  if (!start) return say`is missing from the earlier one`;
  if (start.shape.join() !== end.shape.join()) return say`has shape ${start.shape.join(' × ')} in the earlier one and ${end.shape.join(' × ')} in the later one`;
  if (!(end.decay > 0 && end.decay < 1)) return say`has no running mean of squared gradients`;
  return end.steps > start.steps ? undefined : say`has seen ${start.steps} steps in the earlier one and ${end.steps} in the later one: name the earlier one behind --since`;
}

function intervalEnergy(start: ParameterEnergy, end: ParameterEnergy): ParameterEnergy {
  const kept = end.decay ** (end.steps - start.steps);
  // What is stored, before the correction for its beginning at 0.
  const [raw, rawStart] = [1 - end.decay ** end.steps, 1 - start.decay ** start.steps];
  const between = (later: number, earlier: number) => Math.max(0, (later * raw - kept * earlier * rawStart) / (1 - kept));
  return { ...end, energy: between(end.energy, start.energy), rows: end.rows.map((row, i) => between(row, start.rows[i])), meanEnergy: NaN };
}
