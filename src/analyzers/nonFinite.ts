import { formatNumber, formatStep } from '../model/format';
import { byUrgency, type Advice, type Evidence, type Finding } from '../model/finding';
import { latestPoints, type Points } from '../model/latestPoints';
import { metrics } from '../model/metric';
import { seriesOf, type Run } from '../model/run';
import { say } from '../model/say';
import type { Analyzer } from './analyzer';
import { hasMeaningfulLoss } from './losses/meaningfulLoss';

/**
 * NaN or infinity in the training loss, the evaluation loss or the gradient norm, also where the logger hides it.
 * Persisting (three points in a row) it is a stop; passing, a warning; in the gradient norm alone, a note, for that
 * is how a loss scaler looks for its scale.
 */
export const nonFinite: Analyzer = {
  name: 'non-finite',
  analyse(run) {
    const norms = pointsOf(run, metrics.gradNorm);
    const hidden = hasMeaningfulLoss(run);
    const findings = [
      findingFor(run, metrics.trainLoss, 'Loss', (points) => lossStates(points, hidden ? norms : undefined, hidden)),
      findingFor(run, metrics.evalLoss, say`Evaluation loss`, (points) => lossStates(points, undefined, false)),
      findingFor(run, metrics.gradNorm, say`Gradient norm`, plainStates),
    ].filter((finding) => finding !== undefined);
    const [worst] = findings.sort(byUrgency);
    return worst ? [worst] : [];
  },
};

/** What stands at a point: a finite number, one that is not, or a 0 that stands for one. */
type State = 'finite' | 'NaN' | 'infinite' | 'hidden';

const persistent = 3;
/** A loss of exactly 0 is no loss when it follows a level this far above what a printed zero can round. */
const zeroFrom = 0.01;
const zerosInRow = 5;

function pointsOf(run: Run, metric: string): Points | undefined {
  const series = seriesOf(run, metric);
  return series && latestPoints(series);
}

function plainStates({ values }: Points): State[] {
  return Array.from(values, stateOf);
}

function stateOf(value: number): State {
  if (Number.isFinite(value)) return 'finite';
  return value !== value ? 'NaN' : 'infinite';
}

/**
 * Hugging Face's logging_nan_inf_filter shows a NaN loss as 0.0. A zero counts as hidden when the gradient norm of
 * the same step is not finite, and from the fifth zero in a row after a loss that was far from 0.
 */
function lossStates(points: Points, norms: Points | undefined, zerosCount: boolean): State[] {
  const broken = new Set(norms ? norms.steps.filter((_, i) => !Number.isFinite(norms.values[i])) : []);
  let level = 0;
  let zeros = 0;
  return Array.from(points.values, (value, i) => {
    zeros = value === 0 ? zeros + 1 : 0;
    if (value !== 0) level = Number.isFinite(value) ? Math.abs(value) : level;
    if (!zerosCount || value !== 0) return stateOf(value);
    return broken.has(points.steps[i]) || (zeros >= zerosInRow && level > zeroFrom) ? 'hidden' : 'finite';
  });
}

interface Trouble {
  readonly first: number;
  readonly state: State;
  readonly count: number;
  /** Index since which every point has been so, and how many those are; 0 when the last point is finite. */
  readonly since: number;
  readonly row: number;
  /** Index of the first finite point after trouble that persisted; -1 when none did. */
  readonly calmed: number;
}

/** Points before the first finite one say nothing, unless the first five or more are all there is. */
function troubleIn(states: readonly State[]): Trouble | undefined {
  const start = states.indexOf('finite');
  const from = start < 0 && states.length >= zerosInRow ? 0 : start;
  if (from < 0) return undefined;
  let first = -1;
  let count = 0;
  let row = 0;
  let calmed = -1;
  for (let i = from; i < states.length; i++) {
    const isFine = states[i] === 'finite';
    if (isFine && row >= persistent) calmed = i;
    row = isFine ? 0 : row + 1;
    if (isFine) continue;
    count++;
    if (first < 0) first = i;
  }
  return first < 0 ? undefined : { first, state: states[first], count, since: states.length - row, row, calmed };
}

function findingFor(run: Run, metric: string, name: string, statesOf: (points: Points) => State[]): Finding | undefined {
  const points = pointsOf(run, metric);
  const trouble = points && troubleIn(statesOf(points));
  if (!points || !trouble) return undefined;
  const persists = trouble.row >= persistent;
  const step = (index: number): number => points.steps[index];
  return {
    rule: 'non-finite',
    level: persists ? 'stop' : metric === metrics.gradNorm ? 'note' : 'warning',
    run: run.id,
    since: persists ? step(persistSince(trouble, points)) : step(trouble.calmed < 0 ? trouble.first : trouble.calmed),
    headline: headlineFor(name, trouble, points, persists),
    evidence: evidenceFor(name, trouble, points, run),
    advice: persists ? stopAdvice(run, step(trouble.since)) : passingAdvice(metric),
  };
}

function persistSince(trouble: Trouble, points: Points): number {
  const wholeLog = trouble.since === 0 ? zerosInRow : persistent;
  return Math.min(trouble.since + wholeLog - 1, points.steps.length - 1);
}

function headlineFor(name: string, { first, state, count, since, row }: Trouble, { steps, values }: Points, persists: boolean): string {
  const at = persists || row > 0 ? since : first;
  const what = state === 'hidden' ? say`hides a NaN behind 0.0` : say`is ${state === 'NaN' ? 'NaN' : 'infinite'}`;
  const last = at > 0 ? say` Last finite value: ${formatNumber(values[at - 1])} at step ${formatStep(steps[at - 1])}.` : '';
  if (persists) return say`${name} ${what} since step ${formatStep(steps[at])}.${last}`;
  return count === 1
    ? say`${name} ${what} at step ${formatStep(steps[first])}.`
    : say`${name} was not finite at ${formatStep(count)} points, first at step ${formatStep(steps[first])}.`;
}

function evidenceFor(name: string, trouble: Trouble, { steps }: Points, run: Run): Evidence[] {
  const scale = pointsOf(run, metrics.lossScale);
  return [
    { label: say`${name} not finite`, value: trouble.count, unit: say`points` },
    { label: say`In a row at the end`, value: trouble.row, unit: say`points`, reference: persistent },
    { label: say`First`, value: steps[trouble.first], unit: 'step' },
    ...(scale && scale.values.length > 0 ? [{ label: say`Loss scale`, value: scale.values[scale.values.length - 1], reference: scale.values[0] }] : []),
  ];
}

function stopAdvice(run: Run, step: number): Advice[] {
  const checkpoint = run.checkpoints.filter((each) => each < step).at(-1);
  const back = checkpoint === undefined ? say`start again` : say`resume from step ${formatStep(checkpoint)}`;
  return [
    { text: say`Stop: no later step can repair the weights. Then ${back} with a lower learning rate, gradient clipping, or bf16 instead of fp16.` },
    { text: say`If it breaks at the same step again, look at the batch of that step.` },
  ];
}

function passingAdvice(metric: string): Advice[] {
  return [{
    text: metric === metrics.gradNorm
      ? say`With fp16 this is the loss scaler at work: it skips the step and halves its scale. It needs attention only when it becomes frequent.`
      : say`Look at the batch of that step: empty targets and overflow are the usual causes.`,
  }];
}
