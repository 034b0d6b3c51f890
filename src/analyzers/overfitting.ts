import { formatNumber, formatStep } from '../model/format';
import type { Advice, Evidence, Finding, Level } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Series } from '../model/series';
import { RunningMedian } from '../numerics/runningMedian';
import { normal } from '../numerics/trendScatter';
import type { Analyzer } from './analyzer';
import { finiteCurve, finitePoints, indexAt, trainLossOf, type LossCurve } from './losses/lossSeries';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';

/** The evaluation loss rises while the training loss falls. */
export const overfitting: Analyzer = {
  name: 'overfitting',
  analyse(run) {
    const train = hasMeaningfulLoss(run) ? trainLossOf(run) : undefined;
    if (!train) return [];
    const findings = evaluationSets(run)
      .map((series) => ({ series, found: overfittingIn(series, train, run) }))
      .filter((each): each is { series: Series; found: Overfitting } => each.found !== undefined)
      .sort((a, b) => Number(b.found.level === 'stop') - Number(a.found.level === 'stop') || a.found.since - b.found.since);
    return findings.length > 0 ? [findingOf(run, findings[0].found, findings[0].series)] : [];
  },
};

interface Overfitting {
  readonly level: Level;
  readonly since: number;
  readonly bestStep: number;
  readonly best: number;
  /** Median of the last three evaluations. */
  readonly now: number;
  readonly evaluations: number;
  readonly scatter: number;
  readonly trainBefore: number;
  readonly trainNow: number;
}

const window = 3;
const scatterWindow = 16;
const trainWindow = 15;

/** One series per evaluation set: a set that several files log is taken once. */
function evaluationSets(run: Run): Series[] {
  const sets = new Map<string, Series>();
  for (const series of run.series) {
    if (series.metric === metrics.evalLoss && !sets.has(series.original)) sets.set(series.original, series);
  }
  return [...sets.values()];
}

/**
 * At each evaluation, with the best one so far at least three back: the median of the last three lies above the level around the best
 * by 1 % of it and three standard deviations (from the differences of the last 16 evaluations), and the training loss
 * (median of 15 points) has fallen by 0.5 % since the best evaluation. That is a warning. It is a stop when the best
 * is at least five evaluations and a fifth of the steps so far back, the rise exceeds 5 % and four standard
 * deviations, is still under way, and no evaluation accuracy has had its best within the last three evaluations; it
 * stays one for as long as the warning holds.
 */
function overfittingIn(series: Series, train: LossCurve, run: Run): Overfitting | undefined {
  const { steps, values } = finitePoints(series);
  if (values.length - 1 - indexOfLeast(values) < window) return undefined;
  const accuracy = finiteCurve(run, metrics.evalAccuracy);
  const trainLevels = levels(train.values, trainWindow);
  const differences = new RunningMedian(scatterWindow);
  const three = new RunningMedian(window);
  const medians: number[] = [];
  let best = 0;
  let found: Overfitting | undefined;
  for (let i = 0; i < steps.length; i++) {
    if (i > 0) differences.push(Math.abs(values[i] - values[i - 1]));
    three.push(values[i]);
    medians.push(three.median);
    if (values[i] < values[best]) best = i;
    const [before, now] = [indexAt(train.steps, steps[best]), indexAt(train.steps, steps[i])];
    const state: State = {
      rise: medians[i] - levelAround(best, i, values), best: Math.abs(values[best]), back: i - best, share: 1 - steps[best] / steps[i],
      scatter: normal * differences.median / Math.SQRT2,
      isRising: i >= window && medians[i] > medians[i - window],
      trainFalls: before >= 0 && trainLevels[now] < trainLevels[before] - 0.005 * Math.abs(trainLevels[before]),
      isAccuracyBest: accuracy !== undefined && stepOfBest(accuracy, steps[i]) >= steps[Math.max(0, i - window + 1)],
    };
    const level = levelOf(state, found?.level);
    found = level && {
      level, since: found?.level === level ? found.since : steps[i], bestStep: steps[best], best: values[best], now: medians[i],
      evaluations: state.back, scatter: state.scatter, trainBefore: trainLevels[before], trainNow: trainLevels[now],
    };
  }
  return found;
}

/**
 * Median of the evaluations about the best one, two on either side. The best of many is low by chance: on a level that only scatters
 * three later ones lie well above it, and not above those beside it.
 */
function levelAround(best: number, last: number, values: Float64Array): number {
  const near = values.slice(Math.max(0, best - 2), Math.min(best + 2, last) + 1).sort();
  return Math.max(values[best], (near[(near.length - 1) >> 1] + near[near.length >> 1]) / 2);
}

function indexOfLeast(values: Float64Array): number {
  return values.reduce((least, value, i) => (value < values[least] ? i : least), 0);
}

interface State {
  readonly rise: number;
  readonly best: number;
  /** Evaluations since the best one, and the share of all steps that they cover. */
  readonly back: number;
  readonly share: number;
  readonly scatter: number;
  readonly isRising: boolean;
  readonly trainFalls: boolean;
  readonly isAccuracyBest: boolean;
}

function levelOf({ rise, best, back, share, scatter, isRising, trainFalls, isAccuracyBest }: State, said: Level | undefined): Level | undefined {
  if (back < window || !trainFalls || !(rise > Math.max(0.01 * best, 3 * scatter))) return undefined;
  if (said === 'stop') return 'stop';
  const persists = back >= 5 && share >= 0.2 && isRising && rise > Math.max(0.05 * best, 4 * scatter);
  return persists && !isAccuracyBest ? 'stop' : 'warning';
}

function levels(values: Float64Array, size: number): Float64Array {
  const running = new RunningMedian(size);
  return values.map((value) => {
    running.push(value);
    return running.median;
  });
}

/** Step of the highest accuracy up to a step. */
function stepOfBest({ steps, values }: LossCurve, until: number): number {
  let best = 0;
  for (let i = 1; i < steps.length && steps[i] <= until; i++) if (values[i] > values[best]) best = i;
  return steps[best];
}

function findingOf(run: Run, found: Overfitting, series: Series): Finding {
  const checkpoint = run.checkpoints.filter((step) => step <= found.bestStep).at(-1);
  return {
    rule: 'overfitting',
    level: found.level,
    run: run.id,
    since: found.since,
    headline: say`Overfitting since step ${formatStep(found.bestStep)}: evaluation loss ${formatNumber(found.best)} → ${formatNumber(found.now)}`
      + say` while the training loss fell ${formatNumber(found.trainBefore)} → ${formatNumber(found.trainNow)}.`,
    evidence: [
      { label: say`Best evaluation`, value: found.best },
      { label: say`Best evaluation at`, value: found.bestStep, unit: 'step' },
      { label: say`Rise since`, value: found.now - found.best, reference: Math.max(0.01 * Math.abs(found.best), 3 * found.scatter) },
      { label: say`Evaluations since`, value: found.evaluations },
      ...checkpointEvidence(checkpoint),
      ...(series.original === series.metric ? [] : [{ label: say`Evaluation set`, value: series.original }]),
    ],
    advice: adviceFor(found, checkpoint),
  };
}

function checkpointEvidence(checkpoint: number | undefined): Evidence[] {
  return checkpoint === undefined ? [] : [{ label: say`Last checkpoint before the rise`, value: checkpoint, unit: 'step' }];
}

function adviceFor({ level, bestStep }: Overfitting, checkpoint: number | undefined): Advice[] {
  const load = checkpoint === undefined
    ? say`No checkpoint is left of step ${formatStep(bestStep)}: keep the best one next time.`
    : say`Load the checkpoint of step ${formatStep(checkpoint)}.`;
  return [
    { text: level === 'stop' ? say`Stop here. ${load}` : load },
    { text: say`More data, fewer epochs, weight decay, dropout or a smaller adapter rank are the remedies for the next run.` },
  ];
}
