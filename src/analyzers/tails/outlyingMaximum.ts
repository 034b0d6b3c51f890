import type { TailSupport } from '../../model/tail';
import { powerLawFit } from '../../numerics/powerLaw';
import { discretePowerLawFit } from '../../numerics/tails/discretePowerLaw';

export interface OutlyingMaximum {
  readonly value: number;
  /** Over the next smaller value. */
  readonly ratio: number;
  /** Of a ratio at least as large. */
  readonly probability: number;
}

/**
 * The largest value, where the power law of all others leaves it less than a chance in a thousand: of n values above xmin the logarithm of
 * the ratio of the two largest is exponential with rate α − 1 (Rényi 1953).
 */
export function outlyingMaximum(values: Float64Array, support: TailSupport): OutlyingMaximum | undefined {
  const sorted = values.slice().sort();
  const [next, value] = sorted.subarray(-2);
  const others = sorted.subarray(0, -1);
  if (!(value > next)) return undefined;
  const fit = support === 'discrete' ? discretePowerLawFit(others) : powerLawFit(others);
  if (!fit) return { value, ratio: value / next, probability: 0 };
  const probability = (value / next) ** (1 - fit.alpha);
  return probability < unlikely ? { value, ratio: value / next, probability } : undefined;
}

const unlikely = 1e-3;
