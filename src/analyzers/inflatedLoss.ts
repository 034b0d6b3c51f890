import { formatNumber, formatStep } from '../model/format';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import { medianOf } from '../numerics/medianOf';
import type { Analyzer } from './analyzer';
import { finiteCurve, indexAt, type LossCurve } from './losses/lossSeries';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';

/** The logged training loss is a sum over accumulation steps: a constant multiple of what evaluation says. */
export const inflatedLoss: Analyzer = {
  name: 'inflated-loss',
  analyse(run) {
    const inflation = inflationOf(run);
    if (!inflation) return [];
    const { factor, ratio, since, pairs, known } = inflation;
    return [{
      rule: 'inflated-loss',
      level: 'note',
      run: run.id,
      since,
      headline: say`The training loss is logged about ${formatNumber(ratio)} times too high: it is summed over ${formatStep(factor)} gradient-accumulation steps.`,
      evidence: [
        { label: say`Training loss over evaluation loss`, value: ratio, reference: factor },
        { label: say`Evaluations compared`, value: pairs },
        { label: say`Gradient accumulation`, value: known ?? say`not known, inferred from the ratio` },
      ],
      advice: [{ text: say`Divide the logged training loss by ${formatStep(factor)}, or update the trainer: the gap to the evaluation loss is not overfitting.` }],
    }];
  },
};

export interface Inflation {
  readonly factor: number;
  readonly ratio: number;
  readonly since: number;
  readonly pairs: number;
  /** Gradient accumulation as planned, where known. */
  readonly known: number | undefined;
}

/**
 * How the training loss is inflated, if it is. At each evaluation the median of the last three ratios of training to
 * evaluation loss is taken; it is inflation when those three lie within 15 % of each other and their median within
 * 15 % of the planned gradient accumulation or, where none is known, within 10 % of a power of two from 4 up.
 */
export function inflationOf(run: Run): Inflation | undefined {
  const train = hasMeaningfulLoss(run) ? finiteCurve(run, metrics.trainLoss) : undefined;
  const evaluation = finiteCurve(run, metrics.evalLoss);
  if (!train || !evaluation) return undefined;
  const known = run.plan.gradientAccumulation;
  const recent: number[] = [];
  let found: Inflation | undefined;
  evaluation.steps.forEach((step, i) => {
    const ratio = levelBetween(train, i > 0 ? evaluation.steps[i - 1] : -Infinity, step) / evaluation.values[i];
    if (!(ratio > 0)) return;
    recent.push(ratio);
    if (recent.length > compared) recent.shift();
    const factor = factorOf(recent, known);
    found = factor === undefined ? undefined : { factor, ratio: medianOf(recent), since: found?.factor === factor ? found.since : step, pairs: i + 1, known };
  });
  return found;
}

const compared = 3;

function factorOf(ratios: readonly number[], known: number | undefined): number | undefined {
  if (ratios.length < compared || Math.max(...ratios) > 1.15 * Math.min(...ratios)) return undefined;
  const ratio = medianOf(ratios);
  if (known !== undefined) return known > 1 && Math.abs(ratio / known - 1) < 0.15 ? known : undefined;
  const power = 2 ** Math.round(Math.log2(ratio));
  return power >= 4 && Math.abs(ratio / power - 1) < 0.1 ? power : undefined;
}

/** Median of the training losses since the evaluation before; of the last one where there are none. */
function levelBetween(train: LossCurve, before: number, step: number): number {
  const at = indexAt(train.steps, step);
  if (at < 0) return NaN;
  const from = Math.min(indexAt(train.steps, before) + 1, at);
  return medianOf(train.values.subarray(from, at + 1));
}
