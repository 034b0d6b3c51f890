import { metrics } from '../model/metric';
import { seriesOf } from '../model/run';
import { say } from '../model/say';
import type { Analyzer } from './analyzer';
import { hasMeaningfulLoss, hoversAboutZero } from './losses/meaningfulLoss';

/** Says once that the loss of this run is not judged, so that silence is not taken for health. */
export const lossWithoutMeaning: Analyzer = {
  name: 'loss-without-meaning',
  analyse(run) {
    const loss = seriesOf(run, metrics.trainLoss);
    if (!loss || loss.length === 0 || hasMeaningfulLoss(run)) return [];
    return [{
      rule: 'loss-without-meaning',
      level: 'note',
      run: run.id,
      since: loss.steps[0],
      headline: hoversAboutZero(run) ? say`The loss of this run hovers about 0 by construction, as in GRPO and PPO: it is not judged. Watch the reward.` : say`The loss of an agent in an environment does not tell how well it learns: it is not judged. Watch the reward.`,
      evidence: [
        { label: say`Logged loss`, value: loss.values[loss.length - 1] },
        { label: say`Logged points`, value: loss.length },
      ],
      advice: [{ text: say`Set performance.metric to the reward and performance.direction to higher, and the marginal return is taken from it.` }],
    }];
  },
};
