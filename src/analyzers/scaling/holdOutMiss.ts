import { bootstrap, interval95, quantile } from '../../numerics/scaling/bootstrap';
import { refit, valuesOf, variableProjection } from '../../numerics/scaling/variableProjection';
import { sweepProblem, type ScalingLaw } from './scalingLaw';
import type { Sweep } from './sweep';

/**
 * How far beyond its own intervals a law misses what it has not seen: fitted to the two thirds of a sweep with the least compute, it
 * predicts the rest, and the factor by which its intervals would have to be wider to hold 95 % of it is returned, at least 1. Null
 * where two thirds are too few for a fit.
 */
export function holdOutMiss(law: ScalingLaw, sweep: Sweep): number | null {
  const order = [...sweep.n.keys()].sort((a, b) => sweep.n[a] * sweep.d[a] - sweep.n[b] * sweep.d[b]);
  const split = Math.floor((2 * order.length) / 3);
  const [seen, later] = [part(sweep, order.slice(0, split)), part(sweep, order.slice(split))];
  if (sweepProblem(law, seen) !== undefined) return null;
  const at = law.at(seen);
  const fit = variableProjection(at, seen.loss, law.misfit);
  const draws = bootstrap(seen.n.length, fit, (weights, start) => refit(at, seen.loss, { ...law.misfit, weights }, start), refits);
  const scatter = interval95(Array.from(valuesOf(at, fit.parameters), (x, i) => Math.log(seen.loss[i] / x)));
  const predicted = [fit.parameters, ...draws].map((parameters) => valuesOf(law.at(later), parameters).map(Math.log));
  const ratios = Array.from(later.loss, (loss, i) => {
    const error = Math.log(loss) - predicted[0][i];
    const { low, high } = interval95(predicted.slice(1).map((one) => one[i] - predicted[0][i]));
    return Math.max(error / Math.hypot(high, scatter.high, rounding), error / -Math.hypot(low, scatter.low, rounding));
  });
  return Math.max(1, quantile(ratios.sort((a, b) => a - b), 0.95));
}

const refits = 100;
/** Misses below this are not worth a wider interval. */
const rounding = 1e-9;

function part(sweep: Sweep, at: readonly number[]): Sweep {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(at, (i) => values[i]);
  return { n: pick(sweep.n), d: pick(sweep.d), loss: pick(sweep.loss), unique: sweep.unique && pick(sweep.unique), rows: at.map((i) => sweep.rows[i]), notes: [] };
}
