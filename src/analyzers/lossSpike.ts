import { formatCount, formatNumber, formatStep } from '../model/format';
import type { Evidence, Finding } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Settings } from '../model/settings';
import { RunningMedian } from '../numerics/runningMedian';
import { leastScatter, levelWindow, TrendScatter } from '../numerics/trendScatter';
import type { Analyzer } from './analyzer';
import { divergencesIn } from './losses/divergencesIn';
import { stabilityLossOf, type LossCurve } from './losses/lossSeries';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';
import { opinionEvidence, spikeSecondOpinions } from './losses/spikeSecondOpinions';

/** The loss jumps far above its local trend. A warning while it lasts, a note once it has recovered. */
export const lossSpike: Analyzer = {
  name: 'loss-spike',
  analyse(run, settings) {
    if (!hasMeaningfulLoss(run)) return [];
    const curve = stabilityLossOf(run);
    if (!curve || curve.metric === metrics.evalLoss) return [];
    const spikes = lossSpikes(curve, settings['health.spikeDeviations']);
    if (spikes.length === 0) return [];
    const { diverged, cleared } = divergencesIn(curve, run, settings);
    // One thing at a time: while the run counts as diverged, that is what there is to say.
    return diverged ? [] : [findingOf(run, curve, spikes, settings, cleared)];
  },
};

export interface LossSpike {
  readonly onset: number;
  /** Local level just before, and the scatter about it. */
  readonly before: number;
  readonly scatter: number;
  readonly peak: number;
  readonly peakStep: number;
  /** Step of the first point back in the lower half of the jump; undefined while there is none. */
  readonly recovered: number | undefined;
  /** Step at which the higher loss was accepted as the new level; undefined when it was not. */
  readonly settled: number | undefined;
  /** Step of the first point that makes it a spike: the second one, or the first where a point stands for many steps. */
  readonly confirmed: number | undefined;
}

/**
 * Spikes of a curve. A spike begins at a point that lies `deviations` robust standard deviations above the local
 * level (see TrendScatter: at least 14 % of the level once 64 points are known, more before); level and scatter then
 * rest until a point comes back below half that height. After 100 points without one the curve has a new level. A
 * single high point where every step is logged is an odd batch, and no spike.
 */
export function lossSpikes({ steps, values }: LossCurve, deviations: number): readonly LossSpike[] {
  if (!mayHaveSpikes(values, deviations)) return [];
  const spikes: LossSpike[] = [];
  let trend = new TrendScatter();
  let open: { -readonly [K in keyof LossSpike]: LossSpike[K] } | undefined;
  let openSince = 0;
  for (let i = 0; i < steps.length; i++) {
    if (!open && i >= fewest && values[i] > trend.level + deviations * trend.scatter) {
      open = { onset: steps[i], before: trend.level, scatter: trend.scatter, peak: -Infinity, peakStep: steps[i], recovered: undefined, settled: undefined, confirmed: trend.gap > 1 ? steps[i] : undefined };
      openSince = i;
      spikes.push(open);
    }
    if (!open) {
      trend.push(steps[i], values[i]);
      continue;
    }
    if (i === openSince + 1 && values[i] > open.before + deviations * open.scatter / 2) open.confirmed ??= steps[i];
    if (values[i] > open.peak) Object.assign(open, { peak: values[i], peakStep: steps[i] });
    if (values[i] <= open.before + deviations * open.scatter / 2) {
      open.recovered = steps[i];
      trend.push(steps[i], values[i]);
      open = undefined;
    } else if (i - openSince >= newLevelAfter) {
      open.settled = steps[i];
      trend = new TrendScatter();
      trend.push(steps[i], values[i]);
      open = undefined;
    }
  }
  return spikes.filter(({ confirmed }) => confirmed !== undefined);
}

/** A cheap look that most curves end at: whether any point stands out from the least scatter there can be. */
function mayHaveSpikes(values: Float64Array, deviations: number): boolean {
  const levels = new RunningMedian(levelWindow);
  for (let i = 0; i < values.length; i++) {
    const level = levels.median;
    if (i >= fewest && values[i] > level + deviations * leastScatter(level, i)) return true;
    levels.push(values[i]);
  }
  return false;
}

const fewest = 3;
const newLevelAfter = 100;

function findingOf(run: Run, curve: LossCurve, spikes: readonly LossSpike[], settings: Settings, notBefore: number): Finding {
  const largest = spikes.reduce((most, spike) => (heightOf(spike) > heightOf(most) ? spike : most));
  const last = spikes[spikes.length - 1];
  const end = last.recovered ?? last.settled;
  return {
    rule: 'loss-spike',
    level: end === undefined ? 'warning' : 'note',
    run: run.id,
    since: Math.max(end ?? last.confirmed ?? last.onset, notBefore),
    headline: end === undefined ? openHeadline(last, curve) : closedHeadline(largest, spikes.length),
    evidence: [
      { label: say`Height of the largest spike`, value: heightOf(largest), unit: say`standard deviations`, reference: settings['health.spikeDeviations'] },
      { label: say`Largest spike`, value: largest.onset, unit: 'step' },
      { label: say`Spikes`, value: spikes.length },
      ...levelEvidence(largest),
      ...opinionEvidence(spikeSecondOpinions(curve, run.plan.maxSteps)),
    ],
    advice: end === undefined
      ? [{ text: say`Watch the next lines: most spikes recover within a few dozen steps. If this one does not, go back to the last checkpoint and skip the batches around it.` }]
      : [{ text: say`Nothing to do now. Spikes that become more frequent announce a divergence: lower the learning rate or clip gradients before it comes.` }],
  };
}

function heightOf({ peak, before, scatter }: LossSpike): number {
  return (peak - before) / scatter;
}

function levelEvidence({ before, peak }: LossSpike): Evidence[] {
  return [{ label: say`Level before`, value: before }, { label: say`Peak`, value: peak }];
}

function openHeadline(spike: LossSpike, { steps }: LossCurve): string {
  const jump = say`loss ${formatNumber(spike.before)} → ${formatNumber(spike.peak)} at step ${formatStep(spike.onset)}`;
  const lasted = steps[steps.length - 1] - spike.onset;
  return lasted > 0 ? say`Loss spike: ${jump}, not recovered after ${formatCount(lasted, 'step')}.` : say`Loss spike: ${jump}.`;
}

function closedHeadline(largest: LossSpike, count: number): string {
  const jump = say`${formatNumber(largest.before)} → ${formatNumber(largest.peak)} at step ${formatStep(largest.onset)}`;
  const end = largest.recovered !== undefined
    ? say`recovered within ${formatCount(largest.recovered - largest.onset, 'step')}`
    : say`the loss has stayed there`;
  return count === 1 ? say`Loss spike: ${jump}, ${end}.` : say`${formatStep(count)} loss spikes; the largest ${jump}, ${end}.`;
}
