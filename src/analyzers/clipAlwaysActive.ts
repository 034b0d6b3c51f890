import { formatNumber, formatPercent, formatStep } from '../model/format';
import type { Finding } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Analyzer } from './analyzer';
import { scaledEdit } from './configEdit';
import { alwaysClipped, type AlwaysClipped } from './gradients/alwaysClipped';
import { quantilesOf } from './gradients/clippingReport';
import { finiteCurve, type LossCurve } from './losses/lossSeries';

/** The gradient norm is above its clip in practically every step, so that the clip, not the gradient, sets its length. */
export const clipAlwaysActive: Analyzer = {
  name: 'clip-always-active',
  analyse(run) {
    const norms = finiteCurve(run, metrics.gradNorm);
    const threshold = run.plan.maxGradNorm ?? 0;
    const always = norms && threshold > 0 ? alwaysClipped(norms.values, threshold) : undefined;
    return norms && always ? [findingOf(run, norms, threshold, always)] : [];
  },
};

function findingOf(run: Run, { steps, values }: LossCurve, threshold: number, { since, from, share }: AlwaysClipped): Finding {
  const { median, p90 } = quantilesOf(values.subarray(from));
  const edit = scaledEdit(run, clipKeys, p90 / threshold);
  return {
    rule: 'clip-always-active',
    level: 'note',
    run: run.id,
    since: steps[since],
    headline: say`The gradient clip at ${formatNumber(threshold)} is active in ${formatPercent(share)} of the logged steps since ${formatStep(steps[from])}: the median norm is ${formatNumber(median)}, and every step is cut to the same length.`,
    evidence: [
      { label: say`Logged steps that were clipped`, value: share, reference: say`noted from 98 %` },
      { label: say`Median gradient norm`, value: median, reference: threshold },
      { label: say`90 % quantile of the norm`, value: p90, reference: threshold },
    ],
    advice: [{ text: say`Nothing is broken: the gradient is normalised in every step. If the clip is meant for spikes, ${formatNumber(p90)} would catch the highest tenth; then look at the learning rate again.`, ...(edit && { edit }) }],
  };
}

/** Keys under which configurations keep the clip. */
const clipKeys = /^(?:max_grad_norm|grad_clip|clip_grad|clip-grad|gradient_clipping|gradient_clip_val)$/i;
