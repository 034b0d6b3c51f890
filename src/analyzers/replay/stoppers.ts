import type { StopperOutcome } from '../../model/report';

/** When a rule stops: index of the point at which it does, or undefined. Losses: lower is better. */
type Stopper = (losses: Float64Array) => number | undefined;

/**
 * What the usual stopping rules would have done on a curve, each with its own semantics and defaults. `steps` and
 * `values` are the evaluations in order. saved = 1 − t_stop/T; regret = best value kept at the stop minus the best of
 * the whole curve. Non-finite values never improve.
 */
export function stopperOutcomes(steps: Float64Array, values: Float64Array, lowerIsBetter: boolean): readonly StopperOutcome[] {
  if (values.length < 2) return [];
  const losses = lowerIsBetter ? values : values.map((value) => -value);
  return Object.entries(stoppers).map(([name, stop]) => outcomeOf(name, stop(losses), steps, losses));
}

/** What stopping at `step` saves of a curve and costs on it. Losses: lower is better; `steps` increase. */
export function stoppedAt(step: number, steps: Float64Array, losses: Float64Array): Pick<StopperOutcome, 'saved' | 'regret'> {
  const kept = bestUpTo(step, steps, losses);
  return { saved: 1 - step / steps[steps.length - 1], regret: Math.max(0, kept - bestUpTo(Infinity, steps, losses)) };
}

/** Letting the run go to its end when `index` is undefined. */
function outcomeOf(name: string, index: number | undefined, steps: Float64Array, losses: Float64Array): StopperOutcome {
  if (index === undefined) return { name, step: null, saved: 0, regret: 0 };
  return { name, step: steps[index], ...stoppedAt(steps[index], steps, losses) };
}

const stoppers: Readonly<Record<string, Stopper>> = {
  'patience 1': (losses) => patience(losses, 1, (value, best) => value < best),
  'patience 3': (losses) => patience(losses, 3, (value, best) => value < best),
  'patience 5': (losses) => patience(losses, 5, (value, best) => value < best),
  'patience 10': (losses) => patience(losses, 10, (value, best) => value < best),
  'Keras EarlyStopping (defaults)': keras,
  'Lightning EarlyStopping (defaults)': (losses) => lightning(losses, 3, 0),
  'Lightning EarlyStopping (min_delta 0.01)': (losses) => lightning(losses, 3, 0.01),
  'Hugging Face EarlyStoppingCallback (defaults)': huggingFace,
  'torch ReduceLROnPlateau (defaults)': plateau,
};

function patience(losses: Float64Array, limit: number, improves: (value: number, best: number) => boolean): number | undefined {
  let best = Infinity;
  let wait = 0;
  for (let i = 0; i < losses.length; i++) {
    if (improves(losses[i], best)) [best, wait] = [losses[i], 0];
    else if (++wait >= limit) return i;
  }
  return undefined;
}

/** patience 0, min_delta 0: stops at the first evaluation, after the first, that does not improve. */
function keras(losses: Float64Array): number | undefined {
  let best = Infinity;
  for (let i = 0; i < losses.length; i++) {
    if (losses[i] < best) best = losses[i];
    else if (i > 0) return i;
  }
  return undefined;
}

/** check_finite stops at once; an improvement is more than min_delta. */
function lightning(losses: Float64Array, limit: number, minDelta: number): number | undefined {
  const broken = losses.findIndex((value) => !Number.isFinite(value));
  const stopped = patience(losses, limit, (value, best) => value + minDelta < best);
  if (broken < 0) return stopped;
  return stopped === undefined ? broken : Math.min(broken, stopped);
}

/** patience 1, threshold 0. */
function huggingFace(losses: Float64Array): number | undefined {
  return patience(losses, 1, (value, best) => value < best && Math.abs(value - best) > 0);
}

/** patience 10, relative threshold 1e-4; acts when the count of bad epochs exceeds its patience. */
function plateau(losses: Float64Array): number | undefined {
  return patience(losses, 11, (value, best) => value < (best === Infinity ? Infinity : best - Math.abs(best) * 1e-4));
}

function bestUpTo(step: number, steps: Float64Array, losses: Float64Array): number {
  let best = Infinity;
  for (let i = 0; i < losses.length && steps[i] <= step; i++) if (losses[i] < best) best = losses[i];
  return best;
}
