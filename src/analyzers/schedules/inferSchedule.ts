import type { Course, LoggedRates } from './rateCourse';

/**
 * The schedule that the logged rates up to `step` show, cautiously: a constant rate counts as constant; a cosine or a line is
 * named only when it matches every rate since the peak to a hundredth of the peak; any other fall is taken to go on in a
 * straight line. Undefined during the warm-up.
 */
export function inferSchedule({ steps, rates, peakIndex }: LoggedRates, step: number, maxSteps: number | undefined): Course | undefined {
  let last = steps.length - 1;
  while (last > peakIndex && steps[last] > step) last--;
  if (last <= peakIndex || steps[last] > step) return undefined;
  const now = rates[last];
  const fall = firstFall(rates, peakIndex, last);
  if (fall > last) return { kind: 'constant', decayStart: undefined, rateAt: () => now };
  if (maxSteps === undefined || maxSteps <= step) return continued(steps, rates, fall, last, Infinity);
  const share = (at: number): number => Math.min(1, (at - steps[peakIndex]) / (maxSteps - steps[peakIndex]));
  for (const [kind, shape] of shapes) {
    const floor = floorOf((i) => shape(share(steps[i])), rates, peakIndex, last);
    if (floor !== undefined) return { kind, decayStart: undefined, rateAt: (at) => floor + (1 - floor) * shape(share(at)) };
  }
  return continued(steps, rates, fall, last, maxSteps);
}

const shapes = [
  ['cosine', (x: number): number => (1 + Math.cos(Math.PI * x)) / 2],
  ['linear', (x: number): number => 1 - x],
] as const;
const tolerance = 0.01;

/** Index of the first rate below the peak by more than the tolerance. */
function firstFall(rates: Float64Array, from: number, last: number): number {
  let i = from;
  while (i <= last && rates[i] > 1 - tolerance) i++;
  return i;
}

/** The final rate with which rate = floor + (1 − floor)·shape holds at every point, or undefined. */
function floorOf(shape: (i: number) => number, rates: Float64Array, from: number, last: number): number | undefined {
  const fallen = 1 - shape(last);
  if (fallen < tolerance) return undefined;
  const floor = 1 - (1 - rates[last]) / fallen;
  if (floor < -tolerance || floor > 1) return undefined;
  const stride = Math.max(1, Math.floor((last - from) / 64));
  for (let i = from; i <= last; i += stride) {
    if (Math.abs(rates[i] - floor - (1 - floor) * shape(i)) > tolerance) return undefined;
  }
  return Math.max(0, floor);
}

/** A fall that goes on at its mean pace until the end or until nothing is left. */
function continued(steps: Float64Array, rates: Float64Array, fall: number, last: number, maxSteps: number): Course {
  const from = Math.max(fall - 1, 0);
  const pace = (rates[from] - rates[last]) / Math.max(1, steps[last] - steps[from]);
  const stillFalls = last > 0 && rates[last] < rates[last - 1];
  const rateAt = (at: number): number => (stillFalls ? Math.max(0, rates[last] - pace * (Math.min(at, maxSteps) - steps[last])) : rates[last]);
  return { kind: 'wsd', decayStart: undefined, rateAt };
}
