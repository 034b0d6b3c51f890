import { metrics } from '../model/metric';
import { seriesOf, type Run } from '../model/run';

/**
 * Whether the training loss of a run measures how well it learns. Policy-gradient methods (GRPO, PPO, RLOO) log a loss
 * whose gradient matters but whose value hovers about 0 by construction; they are known by what they log beside it.
 * Preference losses (DPO and its kin also log `rewards/chosen`) mean what they say.
 */
export function hasMeaningfulLoss(run: Run): boolean {
  const names = run.series.map(({ original }) => original);
  if (names.some((name) => preference.test(name)) || !names.some((name) => reinforcement.test(name))) return true;
  return !hoversAboutZero(run);
}

const preference = /(?:^|\/)(?:rewards\/(?:chosen|rejected|margins|accuracies)|logps\/(?:chosen|rejected))$/;
const reinforcement =
  /(?:^|\/)(?:reward|reward_std|rewards?\/[^/]+(?:\/(?:mean|std))?|kl|objective\/kl|completions?\/[^/]+|completion_length|clip_ratio(?:\/.+)?|frac_reward_zero_std|policy\/[^/]+|advantages?(?:\/.+)?)$/;

/** Half of the losses lie within .2 of 0, or the loss takes both signs. */
function hoversAboutZero(run: Run): boolean {
  const values = seriesOf(run, metrics.trainLoss)?.values.filter(Number.isFinite) ?? new Float64Array();
  if (values.length === 0) return true;
  const small = values.filter((value) => Math.abs(value) < 0.2).length;
  return small * 2 >= values.length || (values.some((value) => value < 0) && values.some((value) => value > 0));
}
