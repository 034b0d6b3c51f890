import { formatPercent, formatStep } from '../model/format';
import type { Finding, Level } from '../model/finding';
import { metrics } from '../model/metric';
import { countOf, seriesOf, type Run } from '../model/run';
import { say } from '../model/say';
import { medianOf } from '../numerics/medianOf';
import { RunningMedian } from '../numerics/runningMedian';
import type { Analyzer } from './analyzer';
import { finiteCurve, finitePoints, type LossCurve } from './losses/lossSeries';

/** The run has become slower by a fifth or more, and stays so. */
export const throughputDrop: Analyzer = {
  name: 'throughput-drop',
  analyse(run) {
    const speed = speedOf(run);
    const found = speed && dropIn(speed);
    return speed && found ? [findingOf(run, speed, found)] : [];
  },
};

/** Work per second at each step, and the clock in seconds where it is known. */
interface Speed {
  readonly unit: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly clock?: readonly number[];
}

interface Drop {
  readonly level: Level;
  readonly since: number;
  /** Index of the first slow point. */
  readonly onset: number;
  readonly before: number;
  readonly now: number;
}

const window = 15;
const usualWindow = 101;
const fewest = 30;
const dropShare = 0.2;
const backShare = 0.1;

/**
 * The speed (median of 15 points) lies 20 % below the usual one (median of the 101 points before those 15, at least
 * 30) at 15 points in a row, below that of every 15 usual points, and all work over all time is less by as much: where
 * steps are fast and slow by turns, as on a machine that is shared, medians alone jump. It is over when either
 * comes within 10 %. The usual speed rests meanwhile. Gradual slowing by design, such as a growing attention window,
 * moves the usual speed along and is not reported.
 */
function dropIn(speed: Speed): Drop | undefined {
  const { steps, values } = speed;
  const meanSpeed = meanSpeedIn(values);
  const usual = new RunningMedian(usualWindow);
  const recent = new RunningMedian(window);
  let usualEnd = 0;
  let found: Drop | undefined;
  let row = 0;
  for (let i = 0; i < steps.length; i++) {
    recent.push(values[i]);
    const median = recent.median;
    const isSlow = usual.length >= fewest && median < (1 - (row > 0 ? backShare : dropShare)) * usual.median;
    row = isSlow ? row + 1 : 0;
    if (!isSlow) {
      found = undefined;
      if (i >= window) usual.push(values[usualEnd = i - window]);
      continue;
    }
    const now = meanSpeed(i - row + 1, i + 1);
    if (!found && row >= window && median < (1 - dropShare) * usual.median) {
      const before = meanSpeed(Math.max(0, usualEnd + 1 - usualWindow), usualEnd + 1);
      if (now < (1 - dropShare) * before && isBelowAll(median, values, usualEnd + 1)) found = { level: 'note', since: steps[i], onset: i - row + 1, before, now };
    }
    found &&= now < (1 - backShare) * found.before ? continued({ ...found, now }, speed, i) : undefined;
  }
  return found;
}

/** All work over all time from one point up to another, for points that stand for the same work. */
function meanSpeedIn(values: readonly number[]): (start: number, end: number) => number {
  const times = new Float64Array(values.length + 1);
  values.forEach((value, i) => { times[i + 1] = times[i] + 1 / value; });
  return (start, end) => (end - start) / (times[end] - times[start]);
}

/** Whether no 15 usual points in a row were as slow. */
function isBelowAll(median: number, values: readonly number[], end: number): boolean {
  for (let stop = end; stop - window >= Math.max(0, end - usualWindow); stop -= window) {
    if (medianOf(values.slice(stop - window, stop)) <= median) return false;
  }
  return true;
}

/** A drop is worth a warning once it is by a third or more, and has been for 100 points, a tenth of all and half an hour. */
function continued(drop: Drop, { steps, clock }: Speed, i: number): Drop {
  const slow = i - drop.onset + 1;
  const isLasting = slow >= Math.max(100, (i + 1) / 10) && !(clock && clock[i] - clock[drop.onset] < 1800);
  const level = isLasting && drop.now <= drop.before * 2 / 3 ? 'warning' : 'note';
  return level === drop.level ? drop : { ...drop, level, since: steps[i] };
}

/** Tokens per second if logged or derivable, else samples, else steps per second. */
function speedOf(run: Run): Speed | undefined {
  const logged = finiteCurve(run, metrics.tokensPerSecond);
  if (logged) return asLogged(logged, (speed) => speed, say`tokens per second`);
  return derived(run, metrics.tokens, say`tokens per second`)
    ?? derived(run, metrics.samples, say`samples per second`)
    ?? fromStepTime(run)
    ?? fromClock(run);
}

function derived(run: Run, metric: string, unit: string): Speed | undefined {
  const amount = countOf(run, metric) && finiteCurve(run, metric);
  return amount?.times && rates(amount.steps, amount.values, amount.times, 1000, unit);
}

function fromStepTime(run: Run): Speed | undefined {
  const stepTime = finiteCurve(run, metrics.stepTime);
  return stepTime && asLogged(stepTime, (seconds) => 1 / seconds, say`steps per second`);
}

/** Speeds at the points of a curve; those without a positive one are skipped. */
function asLogged({ steps, values, times }: LossCurve, speedAt: (value: number) => number, unit: string): Speed {
  const kept = Array.from(steps.keys()).filter((i) => values[i] > 0);
  return { unit, steps: kept.map((i) => steps[i]), values: kept.map((i) => speedAt(values[i])), ...(times && { clock: kept.map((i) => times[i] / 1000) }) };
}

function fromClock(run: Run): Speed | undefined {
  const elapsed = finiteCurve(run, metrics.elapsed);
  if (elapsed) return rates(elapsed.steps, elapsed.steps, elapsed.values, 1, say`steps per second`);
  const loss = seriesOf(run, metrics.trainLoss);
  if (!loss?.times) return undefined;
  const { steps, times } = finitePoints(loss);
  return times && rates(steps, steps, times, 1000, say`steps per second`);
}

/** Difference quotients of `amounts` over clock times; a clock that stands or runs backwards is skipped. */
function rates(at: Float64Array, amounts: Float64Array, clock: Float64Array, perSecond: number, unit: string): Speed {
  const steps: number[] = [];
  const values: number[] = [];
  const seconds: number[] = [];
  for (let i = 1; i < at.length; i++) {
    const rate = (amounts[i] - amounts[i - 1]) / ((clock[i] - clock[i - 1]) / perSecond);
    if (!(rate > 0) || rate === Infinity) continue;
    steps.push(at[i]);
    values.push(rate);
    seconds.push(clock[i] / perSecond);
  }
  return { unit, steps, values, clock: seconds };
}

function findingOf(run: Run, { unit, steps }: Speed, { level, since, onset, before, now }: Drop): Finding {
  return {
    rule: 'throughput-drop',
    level,
    run: run.id,
    since,
    headline: say`${formatPercent(1 - now / before)} slower since step ${formatStep(steps[onset])}: the same work now takes ${formatPercent(before / now - 1)} longer.`,
    evidence: [
      { label: say`Speed since then`, value: now, unit, reference: before },
      { label: say`First slow point`, value: steps[onset], unit: 'step' },
    ],
    advice: [{ text: say`Look at the machine: another job on it, thermal throttling, a slow disk or data loader, or a worker that fell behind. A longer sequence or a larger batch slows steps too, and is then no fault.` }],
  };
}
