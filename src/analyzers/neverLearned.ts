import { formatNumber, formatPercent, formatStep } from '../model/format';
import type { Advice, Finding, Level } from '../model/finding';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Analyzer } from './analyzer';
import { learningRateKeys, scaledEdit } from './configEdit';
import { guessingAt } from './losses/guessing';
import { LossProgress } from './losses/lossProgress';
import { finiteCurve, indexAt, stabilityLossOf, type LossCurve } from './losses/lossSeries';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';
import { warmingUp } from './schedules/warmup';

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
  /** Number of equally likely answers whose guessing costs this loss; undefined when none fits. */
  readonly classes: number | undefined;
  readonly accuracy: number;
}

/**
 * Points after the warm-up are judged one by one until the run has learned (LossProgress). While it has not, it is
 * `guessing` when its level is that of guessing and its scatter small, for as many points as the guess needs to be
 * believed (guessingAt): a warning from 5 % of the plan and a stop from 25 %; where there is no plan a warning from
 * twice as many points and a stop from 50. It is `worse` when it stands half above its very first value and 3 standard
 * deviations: a warning from 20 points, a stop from 25 % of the plan. Else it is `flat`, where its scatter could not
 * have hidden a fall by a tenth: a warning from 50 points, a stop from half of the plan with at least 100 points.
 */
function stuckIn(curve: LossCurve, run: Run): Stuck | undefined {
  const isWarmup = warmingUp(run);
  const accuracyAt = accuracyOf(run);
  const moved = firstMove(run);
  const progress = new LossProgress(curve.values[0]);
  const saying = new Saying();
  for (let i = 0; i < curve.steps.length; i++) {
    const step = curve.steps[i];
    progress.push(step, curve.values[i]);
    if (progress.learned) return undefined;
    const share = shareOf(run, step);
    const said = step < moved || isWarmup(step) ? undefined : worseAt(progress, share) ?? guessedAt(progress, share, accuracyAt(step), run, saying.said) ?? flatAt(progress, share);
    saying.say(said, step);
  }
  const { said, since } = saying;
  if (!said) return undefined;
  const { first, level: now, count: points } = progress;
  const step = curve.steps[points - 1];
  const accuracy = accuracyAt(step);
  return { ...said, since, first, now, points, step, accuracy, classes: guessingAt(now, accuracy, run.model, 0.02)?.classes };
}

interface Said {
  readonly kind: Kind;
  readonly level: Level;
}

function worseAt({ count, level, scatter, veryFirst }: LossProgress, share: number): Said | undefined {
  if (count < 20 || !(level > veryFirst + Math.max(0.5 * Math.abs(veryFirst), 3 * scatter))) return undefined;
  return { kind: 'worse', level: share >= 0.25 ? 'stop' : 'warning' };
}

/**
 * Once it has been said, it takes twice the scatter or distance to unsay it, and no accuracy that has left 1/k for a point: what lies about the
 * bounds would have it come and go.
 */
function guessedAt({ count, level, scatter }: LossProgress, share: number, accuracy: number, { model }: Run, before: Said | undefined): Said | undefined {
  const isHeld = before?.kind === 'guessing';
  const leeway = isHeld ? 2 : 1;
  const guess = guessingAt(level, accuracy, model, 0.01 * leeway);
  if (!guess || !(scatter < leeway * guess.calm * level)) return undefined;
  const isPlanned = share === share;
  const isEarly = count < guess.points || (isPlanned ? share < 0.05 : count < 2 * guess.points);
  if (isEarly && !isHeld) return undefined;
  return { kind: 'guessing', level: (isPlanned ? share >= 0.25 : count >= 50) ? 'stop' : 'warning' };
}

function flatAt({ count, first, leastVisible }: LossProgress, share: number): Said | undefined {
  if (count < 50 || leastVisible > 0.1 * Math.abs(first)) return undefined;
  return { kind: 'flat', level: count >= 100 && share >= 0.5 ? 'stop' : 'warning' };
}

/** What is being said, and since when at this level without a break. */
class Saying {
  said: Said | undefined;
  since = NaN;

  say(said: Said | undefined, step: number): void {
    if (said?.level !== this.said?.level) this.since = step;
    this.said = said;
  }
}

function shareOf({ plan }: Run, step: number): number {
  return plan.maxSteps ? step / plan.maxSteps : NaN;
}

function findingOf(run: Run, stuck: Stuck): Finding {
  const { kind, level, since, first, now, points, classes, accuracy } = stuck;
  return {
    rule: 'never-learned',
    level,
    run: run.id,
    since,
    headline: headlineFor(run, stuck),
    evidence: [
      { label: say`Loss now`, value: now, ...(kind === 'guessing' && classes !== undefined && { reference: Math.log(classes) }) },
      { label: say`Loss at the start`, value: first },
      { label: say`Logged points without improvement`, value: points },
      ...(Number.isFinite(accuracy) ? [{ label: say`Accuracy`, value: accuracy, ...(classes !== undefined && { reference: 1 / classes }) }] : []),
    ],
    advice: adviceFor(run, stuck),
  };
}

function headlineFor(run: Run, { kind, first, now, step, classes }: Stuck): string {
  const share = shareOf(run, step);
  const after = say`after ${formatStep(step)} steps${share <= 1 ? say` (${formatPercent(share)} of the plan)` : ''}`;
  if (kind === 'guessing' && classes !== undefined) return say`Not learning: ${after} the loss is still ${formatNumber(now)}, which is what guessing among ${formatStep(classes)} gives.`;
  if (kind === 'worse') return say`Worse than at the start: ${after} the loss is ${formatNumber(now)}, and it has not been below its first level of ${formatNumber(first)}.`;
  return say`Not learning: ${after} the loss is ${formatNumber(now)} and has never improved on its first level of ${formatNumber(first)} by more than its scatter.`;
}

/** Step of the first learning rate that is not 0: before it the rule about the rate speaks. */
function firstMove(run: Run): number {
  const rate = finiteCurve(run, metrics.learningRate);
  if (!rate) return -Infinity;
  const at = rate.values.findIndex((value) => value !== 0);
  if (at < 0) return Infinity;
  return at === 0 ? -Infinity : rate.steps[at];
}

/** The last accuracy up to a step, of the evaluation where it is logged; NaN where there is none. */
function accuracyOf(run: Run): (step: number) => number {
  const accuracy = finiteCurve(run, metrics.evalAccuracy) ?? finiteCurve(run, metrics.accuracy);
  return (step) => accuracy?.values[indexAt(accuracy.steps, step)] ?? NaN;
}

function adviceFor(run: Run, { kind }: Stuck): Advice[] {
  const factor = kind === 'worse' ? 0.1 : 10;
  const edit = scaledEdit(run, learningRateKeys, factor);
  const text = kind === 'worse'
    ? say`Stop and start again with a learning rate ten times lower.`
    : say`Stop and start again with a learning rate ten times higher.`;
  return [
    { text, ...(edit && { edit }) },
    { text: say`If that changes nothing, look at the labels, at which parameters are trainable, and at the loss of a single batch trained over and over.` },
  ];
}
