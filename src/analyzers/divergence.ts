import { formatCount, formatNumber, formatStep } from '../model/format';
import type { Advice, Evidence, Finding } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import { medianOf } from '../numerics/medianOf';
import type { Analyzer } from './analyzer';
import { learningRateKeys, scaledEdit } from './configEdit';
import { divergencesIn, type Divergence } from './losses/divergencesIn';
import { finiteCurve, indexAt, stabilityLossOf, type LossCurve } from './losses/lossSeries';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';

/** The loss left its best level far behind and is not on its way back. */
export const divergence: Analyzer = {
  name: 'divergence',
  analyse(run, settings) {
    if (!hasMeaningfulLoss(run)) return [];
    const curve = stabilityLossOf(run);
    const found = curve && divergencesIn(curve, run, settings).diverged;
    return curve && found ? [findingOf(run, curve, found)] : [];
  },
};

function findingOf(run: Run, curve: LossCurve, found: Divergence): Finding {
  const gradient = gradientRise(run, found);
  const checkpoint = run.checkpoints.filter((step) => step <= found.lastGood).at(-1);
  const name = curve.metric === metrics.evalLoss ? say`evaluation loss` : say`loss`;
  const rise = say`${name} ${formatNumber(found.before)} → ${formatNumber(found.after)} in ${formatCount(found.since - found.lastGood, 'step')}`;
  const norm = gradient > 2 ? say`, gradient norm ${formatNumber(gradient)} times its usual` : '';
  const good = checkpoint === undefined ? '' : say` Last good checkpoint: step ${formatStep(checkpoint)}.`;
  return {
    rule: 'divergence',
    level: 'stop',
    run: run.id,
    since: found.since,
    headline: say`Diverged at step ${formatStep(found.onset)}: ${rise}${norm}.${good}`,
    evidence: [
      { label: say`Loss since`, value: found.after, reference: found.limit },
      { label: say`Best level before`, value: found.best },
      { label: say`First high point`, value: found.onset, unit: 'step' },
      { label: say`Last good point`, value: found.lastGood, unit: 'step' },
      ...gradientEvidence(gradient),
      ...(checkpoint === undefined ? [] : [{ label: say`Last good checkpoint`, value: checkpoint, unit: 'step' }]),
    ],
    advice: adviceFor(run, found, checkpoint),
  };
}

function gradientEvidence(gradient: number): Evidence[] {
  return Number.isFinite(gradient) ? [{ label: say`Gradient norm since`, value: gradient, unit: say`times its usual` }] : [];
}

function adviceFor(run: Run, found: Divergence, checkpoint: number | undefined): Advice[] {
  const back = checkpoint === undefined ? say`Stop this run and start again` : say`Stop this run and resume from step ${formatStep(checkpoint)}`;
  const early = run.plan.maxSteps !== undefined && found.onset < 0.1 * run.plan.maxSteps;
  const edit = scaledEdit(run, learningRateKeys, 0.5);
  return [
    { text: say`${back} with a lower learning rate; half is a usual first try.`, ...(edit && { edit }) },
    early
      ? { text: say`It happened in the first tenth of the plan: a longer warm-up is the gentler remedy.` }
      : { text: say`When it returns at the same step, skip the batches around it; clip gradients if they are not clipped yet.` },
  ];
}

/** Median gradient norm since the onset over the median of the 128 before; NaN where it is not logged. */
function gradientRise(run: Run, { lastGood, since }: Divergence): number {
  const norms = finiteCurve(run, metrics.gradNorm);
  if (!norms) return NaN;
  const at = indexAt(norms.steps, lastGood);
  const before = medianOf(norms.values.subarray(Math.max(0, at - 128), at + 1));
  return medianOf(norms.values.subarray(at + 1, indexAt(norms.steps, since) + 1)) / before;
}
