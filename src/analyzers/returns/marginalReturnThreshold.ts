import type { Settings } from '../../model/settings';
import type { MarginalReturnTrace } from './marginalReturnTrace';

/**
 * The least marginal return that is worth its budget at a point, in units of the loss per budget: what the settings say or, where they leave
 * it open, a share of the loss itself. So a loss that is multiplied by a constant, or measured in other units, is judged as it was
 * before.
 */
export function thresholdAt(trace: MarginalReturnTrace, index: number, settings: Settings): number {
  return settings['marginalReturn.threshold'] || automaticShare * sizeAt(trace, index);
}

/** About as large as it may be without stopping any validation curve of modded-nanogpt (bench/decisions.mjs). */
const automaticShare = 0.03;

/** What would be kept now. Of a loss that goes below 0, from where there is no natural zero to measure it, at least what has been gained. */
function sizeAt({ kept, points }: MarginalReturnTrace, index: number): number {
  return kept[index] < 0 ? Math.max(-kept[index], points.losses[0] - kept[index]) : kept[index];
}
