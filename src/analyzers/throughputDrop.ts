import { formatPercent, formatStep } from '../model/format';
import type { Finding } from '../model/finding';
import { metrics } from '../model/metric';
import { seriesOf, type Run } from '../model/run';
import { RunningMedian } from '../numerics/runningMedian';
import type { Analyzer } from './analyzer';
import { finiteCurve, finitePoints } from './lossSeries';

/** The run has become slower by a fifth or more, and stays so. */
export const throughputDrop: Analyzer = {
  name: 'throughput-drop',
  analyse(run) {
    const speed = speedOf(run);
    const found = speed && dropIn(speed);
    return speed && found ? [findingOf(run, speed, found)] : [];
  },
};

/** Work per second at each step. */
interface Speed {
  readonly unit: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

interface Drop {
  readonly since: number;
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
 * 30) at 15 points in a row; it is over when it comes within 10 %. The usual speed rests meanwhile. Gradual slowing
 * by design, such as a growing attention window, moves the usual speed along and is not reported.
 */
function dropIn({ steps, values }: Speed): Drop | undefined {
  const usual = new RunningMedian(usualWindow);
  const recent = new RunningMedian(window);
  let found: Drop | undefined;
  let row = 0;
  for (let i = 0; i < steps.length; i++) {
    recent.push(values[i]);
    const now = recent.median;
    const limit = 1 - (row > 0 ? backShare : dropShare);
    const isSlow = usual.length >= fewest && now < limit * usual.median;
    row = isSlow ? row + 1 : 0;
    if (!isSlow) {
      found = undefined;
      if (i >= window) usual.push(values[i - window]);
    } else if (row >= window && now < (1 - dropShare) * usual.median) {
      found ??= { since: steps[i], onset: steps[i - row + 1], before: usual.median, now };
    }
    if (found) found = { ...found, now };
  }
  return found;
}

/** Tokens per second if logged or derivable, else samples, else steps per second. */
function speedOf(run: Run): Speed | undefined {
  const logged = finiteCurve(run, metrics.tokensPerSecond);
  if (logged) return { unit: 'tokens per second', steps: Array.from(logged.steps), values: Array.from(logged.values) };
  return derived(run, metrics.tokens, 'tokens per second')
    ?? derived(run, metrics.samples, 'samples per second')
    ?? fromStepTime(run)
    ?? fromClock(run);
}

function derived(run: Run, metric: string, unit: string): Speed | undefined {
  const amount = finiteCurve(run, metric);
  return amount?.times && rates(amount.steps, amount.values, amount.times, 1000, unit);
}

function fromStepTime(run: Run): Speed | undefined {
  const stepTime = finiteCurve(run, metrics.stepTime);
  if (!stepTime) return undefined;
  return { unit: 'steps per second', steps: Array.from(stepTime.steps), values: Array.from(stepTime.values, (seconds) => 1 / seconds) };
}

function fromClock(run: Run): Speed | undefined {
  const elapsed = finiteCurve(run, metrics.elapsed);
  if (elapsed) return rates(elapsed.steps, elapsed.steps, elapsed.values, 1, 'steps per second');
  const loss = seriesOf(run, metrics.trainLoss);
  if (!loss?.times) return undefined;
  const { steps, times } = finitePoints(loss);
  return times && rates(steps, steps, times, 1000, 'steps per second');
}

/** Difference quotients of `amounts` over clock times; a clock that stands or runs backwards is skipped. */
function rates(at: Float64Array, amounts: Float64Array, clock: Float64Array, perSecond: number, unit: string): Speed {
  const steps: number[] = [];
  const values: number[] = [];
  for (let i = 1; i < at.length; i++) {
    const rate = (amounts[i] - amounts[i - 1]) / ((clock[i] - clock[i - 1]) / perSecond);
    if (!(rate > 0) || rate === Infinity) continue;
    steps.push(at[i]);
    values.push(rate);
  }
  return { unit, steps, values };
}

function findingOf(run: Run, { unit }: Speed, { since, onset, before, now }: Drop): Finding {
  return {
    rule: 'throughput-drop',
    level: 'warning',
    run: run.id,
    since,
    headline: `${formatPercent(1 - now / before)} slower since step ${formatStep(onset)}: the same work now takes ${formatPercent(before / now - 1)} longer.`,
    evidence: [
      { label: 'Speed now', value: now, unit, reference: before },
      { label: 'First slow point', value: onset, unit: 'step' },
    ],
    advice: [{ text: 'Look at the machine: another job on it, thermal throttling, a slow disk or data loader, or a worker that fell behind. A longer sequence or a larger batch slows steps too, and is then no fault.' }],
  };
}
