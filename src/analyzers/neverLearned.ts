import { formatNumber, formatPercent, formatStep } from '../model/format';
import type { Advice, Finding, Level } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { medianOf } from '../numerics/medianOf';
import { RunningMedian } from '../numerics/runningMedian';
import { TrendScatter } from '../numerics/trendScatter';
import type { Analyzer } from './analyzer';
import { learningRateKeys, scaledEdit } from './configEdit';
import { finiteCurve, indexAt, stabilityLossOf, type LossCurve } from './lossSeries';
import { hasMeaningfulLoss } from './meaningfulLoss';
import { warmingUp } from './warmup';

/** The loss has never improved on its first level: it sits at the loss of guessing, or just where it began. */
export const neverLearned: Analyzer = {
  name: 'never-learned',
  analyse(run) {
    const curve = hasMeaningfulLoss(run) ? stabilityLossOf(run) : undefined;
    const stuck = curve && stuckIn(curve, run);
    return stuck ? [findingOf(run, stuck)] : [];
  },
};

type Kind = 'guessing' | 'flat' | 'worse';

interface Stuck {
  readonly kind: Kind;
  readonly level: Level;
  readonly since: number;
  readonly first: number;
  readonly now: number;
  readonly points: number;
  readonly step: number;
  /** Number of equally likely answers whose guessing costs this loss; 0 when none fits. */
  readonly classes: number;
}

/**
 * Points after the warm-up are judged one by one. The run has learned, for good, once the median of five lies below
 * the first level (median of the first five) by 1 % of it and 2.3 standard deviations of scatter, or once, at 15, 30,
 * 60, … points, the median of the last third lies below that of the first third by 0.5 % and three standard errors.
 *
 * While it has not, it is `guessing` when its level is within 1 % of ln k and its scatter below 2 % of it where the
 * model tells k, below 0.5 % where k is any number from 2 to 10: a warning from 5 points, a stop from 25 % of the plan (10 points where there is no
 * plan). It is `worse` when it stands half above its very first value and 3 standard deviations: a warning from 20
 * points, a stop from 25 % of the plan. Else it is `flat`: a warning from 50 points, a stop from half of the plan with
 * at least 100 points.
 */
function stuckIn(curve: LossCurve, run: Run): Stuck | undefined {
  const isWarmup = warmingUp(run);
  const progress = new Progress(curve.values[0]);
  const saying = new Saying();
  for (let i = 0; i < curve.steps.length; i++) {
    const step = curve.steps[i];
    progress.push(step, curve.values[i]);
    if (progress.learned) return undefined;
    const kind = isWarmup(step) ? undefined : kindOf(progress, run);
    saying.say(kind && levelOf(kind, progress.count, shareOf(run, step)), kind, step);
  }
  const { level, kind, since } = saying;
  if (!level || !kind) return undefined;
  const { first, level: now, count: points } = progress;
  return { kind, level, since, first, now, points, step: curve.steps[points - 1], classes: classesAt(now, run) };
}

const startPoints = 5;
const firstCheckpoint = 15;

class Progress {
  learned = false;
  readonly #values: number[] = [];
  readonly #five = new RunningMedian(startPoints);
  readonly #trend = new TrendScatter();
  #startLevel = NaN;
  #nextCheckpoint = firstCheckpoint;

  constructor(readonly veryFirst: number) {}

  get count(): number {
    return this.#values.length;
  }

  /** Median of the first five values. */
  get first(): number {
    return this.#startLevel;
  }

  /** Median of the last five values. */
  get level(): number {
    return this.#five.median;
  }

  get scatter(): number {
    return this.#trend.measured;
  }

  push(step: number, value: number): void {
    this.#values.push(value);
    this.#five.push(value);
    this.#trend.push(step, value);
    if (this.count <= startPoints) this.#startLevel = this.#five.median;
    if (this.count < 2) return;
    const margin = Math.max(0.01 * Math.abs(this.first), 2.3 * this.scatter);
    if (this.level < this.first - margin) this.learned = true;
    if (this.count < this.#nextCheckpoint) return;
    this.#nextCheckpoint *= 2;
    if (this.#hasDrifted()) this.learned = true;
  }

  /** Compares the last third with the first: the standard error of a median of n is 1.2533 σ/√n. */
  #hasDrifted(): boolean {
    const third = Math.floor(this.count / 3);
    const first = medianOf(this.#values.slice(0, third));
    const last = medianOf(this.#values.slice(-third));
    const error = 1.2533 * this.scatter * Math.sqrt(2 / third);
    return last < first - Math.max(0.005 * Math.abs(first), 3 * error);
  }
}

/** What is being said, and since when without a break. */
class Saying {
  level: Level | undefined;
  kind: Kind | undefined;
  since = NaN;

  say(level: Level | undefined, kind: Kind | undefined, step: number): void {
    if (level !== this.level) this.since = step;
    this.level = level;
    this.kind = kind;
  }
}

function kindOf(progress: Progress, run: Run): Kind | undefined {
  const { count, level, scatter, veryFirst } = progress;
  if (count < startPoints) return undefined;
  if (level > veryFirst + Math.max(0.5 * Math.abs(veryFirst), 3 * scatter)) return count >= 20 ? 'worse' : undefined;
  const calm = run.model.classes === undefined ? 0.005 : 0.02;
  if (scatter < calm * level && classesAt(level, run) > 0) return 'guessing';
  return count >= 50 ? 'flat' : undefined;
}

function levelOf(kind: Kind, count: number, share: number): Level {
  const isPlanned = share === share;
  if (kind === 'flat') return count >= 100 && share >= 0.5 ? 'stop' : 'warning';
  if (kind === 'worse') return share >= 0.25 ? 'stop' : 'warning';
  return (isPlanned ? share >= 0.25 : count >= 10) ? 'stop' : 'warning';
}

function shareOf({ plan }: Run, step: number): number {
  return plan.maxSteps ? step / plan.maxSteps : NaN;
}

/** k such that guessing among k answers costs this loss, within 1 %; 0 when there is none. */
function classesAt(loss: number, { model }: Run): number {
  const fits = (k: number): boolean => k >= 2 && Math.abs(loss / Math.log(k) - 1) < 0.01;
  const known = [model.classes, model.vocabulary].filter((k) => k !== undefined);
  const match = known.find(fits);
  if (match !== undefined || model.classes !== undefined) return match ?? 0;
  const guess = Math.round(Math.exp(loss));
  return guess <= 10 && fits(guess) ? guess : 0;
}

function findingOf(run: Run, stuck: Stuck): Finding {
  const { level, since, first, now, points, classes } = stuck;
  const accuracy = accuracyAt(run, stuck.step);
  return {
    rule: 'never-learned',
    level,
    run: run.id,
    since,
    headline: headlineFor(run, stuck),
    evidence: [
      { label: 'Loss now', value: now, ...(stuck.kind === 'guessing' && { reference: Math.log(classes) }) },
      { label: 'Loss at the start', value: first },
      { label: 'Logged points without improvement', value: points },
      ...(Number.isFinite(accuracy) ? [{ label: 'Accuracy', value: accuracy, ...(classes > 0 && { reference: 1 / classes }) }] : []),
    ],
    advice: adviceFor(run, stuck),
  };
}

function headlineFor(run: Run, { kind, first, now, step, classes }: Stuck): string {
  const share = shareOf(run, step);
  const after = `after ${formatStep(step)} steps${share <= 1 ? ` (${formatPercent(share)} of the plan)` : ''}`;
  if (kind === 'guessing') return `Not learning: ${after} the loss is still ${formatNumber(now)}, which is what guessing among ${formatStep(classes)} gives.`;
  if (kind === 'worse') return `Worse than at the start: ${after} the loss is ${formatNumber(now)}, and it has not been below its first level of ${formatNumber(first)}.`;
  return `Not learning: ${after} the loss is ${formatNumber(now)} and has never improved on its first level of ${formatNumber(first)} by more than its scatter.`;
}

function accuracyAt(run: Run, step: number): number {
  const accuracy = finiteCurve(run, metrics.evalAccuracy) ?? finiteCurve(run, metrics.accuracy);
  return accuracy ? accuracy.values[indexAt(accuracy.steps, step)] ?? NaN : NaN;
}

function adviceFor(run: Run, { kind }: Stuck): Advice[] {
  const factor = kind === 'worse' ? 0.1 : 10;
  const edit = scaledEdit(run, learningRateKeys, factor);
  const text = kind === 'worse'
    ? 'Stop and start again with a learning rate ten times lower.'
    : 'Stop and start again with a learning rate ten times higher.';
  return [
    { text, ...(edit && { edit }) },
    { text: 'If that changes nothing, look at the labels, at which parameters are trainable, and at the loss of a single batch trained over and over.' },
  ];
}
