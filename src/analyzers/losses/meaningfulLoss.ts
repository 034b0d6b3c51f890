import { metrics } from '../../model/metric';
import { seriesOf, type Run } from '../../model/run';

/**
 * Whether the training loss of a run measures how well it learns. Policy-gradient methods (GRPO, PPO, RLOO) log a loss
 * whose gradient matters but whose value hovers about 0 by construction or falls below it, and agents in an environment one that rises as they see more; they
 * are known by what they log beside it.
 * Preference losses (DPO and its kin also log `rewards/chosen`) mean what they say.
 */
export function hasMeaningfulLoss(run: Run): boolean {
  const names = run.series.map(({ original }) => original);
  if (names.some((name) => preference.test(name))) return true;
  if (names.some((name) => environment.test(name)) || (names.some((name) => returned.test(name)) && names.some((name) => explored.test(name)))) return false;
  return !names.some((name) => reinforcement.test(name)) || !(hoversAboutZero(run) || isNegative(run));
}

const preference = /(?:^|\/)(?:rewards\/(?:chosen|rejected|margins|accuracies)|logps\/(?:chosen|rejected))$/;
/** What agents log that learn from an environment: their losses follow data and targets that they change themselves. */
const environment = /(?:^|\/)(?:ep_rew_mean|eprewmean|episode_reward_mean|episode_return_mean|episodic_return|averageepret|rollout\/return|policy_gradient_loss|actor_loss|loss_actor|approx_kl|policy_loss|clip_fraction|explained_variance)$/i;
/** What a hand-written agent logs, of which either alone is also logged by others. */
const returned = /(?:^|[/_ ])(?:rewards?|returns?)(?:$|[/_ ])|^(?:(?:average|avg|mean|total)[_ ])?score$/i;
const explored = /^(?:epsilon|eps|(?:critic|actor|q|td|value)[_ ](?:loss|error)|episode[_ ]\w+|steps?[_ ](?:per|in)[_ ]episode)$/i;
const reinforcement =
  /(?:^|\/)(?:rewards?\/[^/]+(?:\/(?:mean|std))?|kl|objective\/kl|completions?\/[^/]+|completion_length|clip_ratio(?:\/.+)?|policy\/[^/]+|advantages?(?:\/.+)?|adv_(?:mean|std|min|max)|(?:[^/]*[_ ])?(?:rewards?|advantages?|pg)(?:[_ ][^/]*)?)$/i;

/** Advantages weigh a likelihood with both signs: such a loss falls below 0 even where it stays far from it. */
function isNegative(run: Run): boolean {
  return seriesOf(run, metrics.trainLoss)?.values.some((value) => value < 0) ?? false;
}

/** Half of the losses lie within .2 of 0, or the loss takes both signs. */
export function hoversAboutZero(run: Run): boolean {
  const values = seriesOf(run, metrics.trainLoss)?.values.filter(Number.isFinite) ?? new Float64Array();
  if (values.length === 0) return true;
  const small = values.filter((value) => Math.abs(value) < 0.2).length;
  return small * 2 >= values.length || (values.some((value) => value < 0) && values.some((value) => value > 0));
}
