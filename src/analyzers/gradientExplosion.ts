import { formatCount, formatNumber, formatStep } from '../model/format';
import type { Finding } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Analyzer } from './analyzer';
import { explosionFactor, explosionsIn, ongoingExplosion, type Explosion } from './gradients/explosions';
import { moduleSeries } from './gradients/moduleSeries';
import { finiteCurve, finitePoints, type LossCurve } from './losses/lossSeries';

/**
 * The gradient norm rises far above its usual value: a warning while it stays there, a note once it is back. Where that of all does not,
 * but that of single modules does, these are named while they stay there. A norm above the clipping threshold is no explosion: many healthy
 * runs are clipped at every step.
 */
export const gradientExplosion: Analyzer = {
  name: 'gradient-explosion',
  analyse(run) {
    const norms = finiteCurve(run, metrics.gradNorm);
    const found = norms ? explosionsIn(norms.values) : [];
    if (norms && found.length > 0 && found[found.length - 1].end === undefined) return [findingOf(run, norms, found)];
    const modules = explodingModules(run);
    if (modules.length > 0) return [moduleFinding(run, modules)];
    return norms && found.length > 0 ? [findingOf(run, norms, found)] : [];
  },
};

interface ExplodingModule {
  readonly name: string;
  readonly explosion: Explosion;
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

function explodingModules(run: Run): readonly ExplodingModule[] {
  return moduleSeries(run).flatMap(({ name, series }) => {
    const { steps, values } = finitePoints(series);
    const explosion = ongoingExplosion(values);
    return explosion ? [{ name, explosion, steps, values }] : [];
  });
}

function moduleFinding(run: Run, modules: readonly ExplodingModule[]): Finding {
  const times = ({ explosion: { peak, usual }, values }: ExplodingModule) => values[peak] / usual;
  const worst = modules.reduce((most, one) => (times(one) > times(most) ? one : most));
  const { explosion: { usual, onset, peak }, steps, values } = worst;
  const others = modules.length > 1 ? say` (and of ${formatStep(modules.length - 1)} more)` : '';
  return {
    rule: 'gradient-explosion',
    level: 'warning',
    run: run.id,
    since: Math.min(...modules.map(({ explosion, steps: own }) => own[explosion.said])),
    headline: say`The gradient of ${worst.name}${others} explodes since step ${formatStep(steps[onset])}: norm ${formatNumber(values[peak])} at step ${formatStep(steps[peak])}, ${formatNumber(times(worst))} times its usual ${formatNumber(usual)}; that of all modules together does not show it.`,
    evidence: [
      { label: say`Largest gradient norm`, value: values[peak], reference: explosionFactor * usual },
      { label: say`Usual gradient norm`, value: usual },
      { label: say`First high norm`, value: steps[onset], unit: 'step' },
      { label: say`Modules affected`, value: modules.length },
    ],
    advice: [{ text: say`Look at the activations and the normalisation of this module; if the norm of all follows, clip gradients and lower the learning rate.` }],
  };
}

function findingOf(run: Run, { steps, values }: LossCurve, explosions: readonly Explosion[]): Finding {
  const { usual, onset, said, peak, end } = explosions[explosions.length - 1];
  const isOngoing = end === undefined;
  const size = say`${formatNumber(values[peak])} at step ${formatStep(steps[peak])}, ${formatNumber(values[peak] / usual)} times its usual ${formatNumber(usual)}`;
  return {
    rule: 'gradient-explosion',
    level: isOngoing ? 'warning' : 'note',
    run: run.id,
    since: steps[end ?? said],
    headline: isOngoing
      ? say`Gradients explode since step ${formatStep(steps[onset])}: norm ${size}.`
      : say`Gradient norm rose to ${size}, and came back after ${formatCount(steps[end] - steps[onset], 'step')}.`,
    evidence: [
      { label: say`Largest gradient norm`, value: values[peak], reference: explosionFactor * usual },
      { label: say`Usual gradient norm`, value: usual },
      { label: say`First high norm`, value: steps[onset], unit: 'step' },
      { label: say`Explosions`, value: explosions.length },
      ...(run.plan.maxGradNorm === undefined ? [] : [{ label: say`Clipped at`, value: run.plan.maxGradNorm }]),
    ],
    advice: isOngoing
      ? [{ text: say`Watch the loss: if it follows, go back to the last checkpoint. Clip gradients at about twice the usual norm and lower the learning rate.` }]
      : [{ text: say`Nothing to do now. If it returns, clip gradients at about twice the usual norm.` }],
  };
}
