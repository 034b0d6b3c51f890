import { formatNumber, formatStep } from '../model/format';
import type { Finding } from '../model/finding';
import { metrics, moduleGradNorm } from '../model/metric';
import type { Run } from '../model/run';
import type { Series } from '../model/series';
import { RunningMedian } from '../numerics/runningMedian';
import type { Analyzer } from './analyzer';
import { finiteCurve, finitePoints, indexAt } from './lossSeries';

/** The gradient norm has fallen to nothing: of the whole model, or of one of its modules. */
export const gradientVanishing: Analyzer = {
  name: 'gradient-vanishing',
  analyse(run) {
    const found = run.series.filter(isNorm).flatMap((series) => vanishedIn(series, run) ?? []);
    const whole = found.filter(({ series }) => series.metric === metrics.gradNorm);
    const chosen = whole.length > 0 ? whole : found;
    return chosen.length > 0 ? [findingOf(run, chosen)] : [];
  },
};

interface Vanished {
  readonly series: Series;
  readonly since: number;
  readonly first: number;
  readonly usual: number;
  readonly now: number;
}

const lastingPoints = 10;
const fewest = 10;
const vanishedShare = 1e-4;
/** SageMaker Debugger's VanishingGradient default. */
const absolute = 1e-7;

function isNorm({ metric }: Series): boolean {
  return metric === metrics.gradNorm || (metric.startsWith(moduleGradNorm) && metric !== metrics.gradNormSquared);
}

/**
 * Ten norms in a row below 1e-7 or below 1/10,000 of the median of all norms before them (at least ten of those,
 * half of them above 1e-7: a logger that writes 0 measures nothing), while the training loss is not at zero itself.
 */
function vanishedIn(series: Series, run: Run): Vanished | undefined {
  const { steps, values } = finitePoints(series);
  if (!endsLow(values)) return undefined;
  const usual = new RunningMedian(usualWindow);
  let row = 0;
  for (let i = 0; i < steps.length; i++) {
    const isLow = usual.length >= fewest && usual.median > absolute && values[i] < Math.max(absolute, vanishedShare * usual.median);
    row = isLow ? row + 1 : 0;
    if (!isLow) usual.push(values[i]);
  }
  const last = steps.length - 1;
  if (row < lastingPoints || isSolved(run, steps[last - row + 1])) return undefined;
  return { series, since: steps[last - row + lastingPoints], first: steps[last - row + 1], usual: usual.median, now: values[last] };
}

/** A cheap look that most series end at: whether the last norms are low beside the largest. */
function endsLow(values: Float64Array): boolean {
  const limit = Math.max(absolute, vanishedShare * values.reduce((most, value) => Math.max(most, value), 0));
  return values.length > lastingPoints && values.subarray(-lastingPoints).every((value) => value < limit);
}

const usualWindow = 128;

/** A training loss of a thousandth of its start leaves no gradient to speak of. */
function isSolved(run: Run, step: number): boolean {
  const loss = finiteCurve(run, metrics.trainLoss);
  return loss !== undefined && Math.abs(loss.values[indexAt(loss.steps, step)]) < 1e-3 * Math.abs(loss.values[0]);
}

function findingOf(run: Run, vanished: readonly Vanished[]): Finding {
  const earliest = vanished.reduce((first, each) => (each.since < first.since ? each : first));
  const where = earliest.series.metric === metrics.gradNorm ? 'The gradient' : `The gradient of ${earliest.series.metric.slice(moduleGradNorm.length)}`;
  const others = vanished.length > 1 ? ` (and of ${formatStep(vanished.length - 1)} more)` : '';
  return {
    rule: 'gradient-vanishing',
    level: 'warning',
    run: run.id,
    since: earliest.since,
    headline: `${where}${others} has vanished since step ${formatStep(earliest.first)}: norm ${formatNumber(earliest.now)}, usually ${formatNumber(earliest.usual)}.`,
    evidence: [
      { label: 'Gradient norm now', value: earliest.now, reference: Math.max(absolute, vanishedShare * earliest.usual) },
      { label: 'Usual gradient norm', value: earliest.usual },
      { label: 'First low norm', value: earliest.first, unit: 'step' },
      { label: 'Series affected', value: vanished.length },
    ],
    advice: [{ text: 'Nothing is being learned there. Look for a saturated activation, a mask that hides every target, a frozen or detached module, or a loss scale that has fallen to 0.' }],
  };
}
