import { gpus } from '../../model/gpus';
import type { Settings } from '../../model/settings';
import { interval95 } from '../../numerics/scaling/bootstrap';
import { capabilityDensity, inferenceCost, type InferenceCost, type ModelSize } from '../../numerics/scaling/density';
import type { Estimate } from '../../model/estimate';
import { say } from '../../model/say';
import { chanceOf } from './chance';
import type { ReferenceBenchmark } from './densityReference';

/** Capability density of one model on one benchmark. */
export type Density = MeasuredDensity | OutOfRange;

export interface MeasuredDensity {
  readonly status: 'measured';
  readonly effectiveParameters: Estimate;
  readonly density: Estimate;
  /** The same by each bootstrap draw of the reference, for ratios of models. */
  readonly draws: readonly number[];
}

/** No size of the reference has this score. */
export interface OutOfRange {
  readonly status: 'out of range';
  /** Whether the score is what guessing gets, which tells no size at all. */
  readonly guessing: boolean;
  readonly reason: string;
}

/**
 * ρ of a score after some tokens; "out of range", never a number, where the reference gives none. The lower end of the curve that was
 * fitted to the reference may lie below chance; a score up to chance tells no size nevertheless.
 */
export function densityOf(reference: ReferenceBenchmark, score: number, size: ModelSize, tokens: number, cost: InferenceCost): Density {
  const chance = chanceOf(reference.benchmark);
  if (score <= chance) return { ...outOfRange(say`no better than guessing: the score ${score.toPrecision(3)} is not above ${chance.toPrecision(3)}`), guessing: true };
  const { value, draws } = reference.effective(score, tokens);
  const [low, high] = reference.range;
  if (score <= low) return outOfRange(say`the score ${score.toPrecision(3)} is not above ${low.toPrecision(3)}, the lowest of the reference`);
  if (score >= high) return outOfRange(say`the score ${score.toPrecision(3)} is not below ${high.toPrecision(3)}, the highest of the reference`);
  if (!(value > 0 && value < Infinity)) return outOfRange(say`with ${tokens.toExponential(1)} tokens the reference does not reach the score ${score.toPrecision(3)} at any size`);
  const factor = capabilityDensity(1, size, cost);
  return {
    status: 'measured',
    effectiveParameters: { value, ...interval95(draws) },
    density: { value: value * factor, ...interval95(draws.map((one) => one * factor)) },
    draws: draws.map((one) => one * factor),
  };
}

/** Costs of inference on the GPU of the settings. */
export function costOf(settings: Settings): InferenceCost {
  const { terabytesPerSecond, teraflops } = gpus[settings['density.gpu']];
  return inferenceCost(terabytesPerSecond * 1e12, teraflops * 1e12, settings['density.offloadGigabytesPerSecond'] * 1e9);
}

function outOfRange(reason: string): OutOfRange {
  return { status: 'out of range', guessing: false, reason };
}
