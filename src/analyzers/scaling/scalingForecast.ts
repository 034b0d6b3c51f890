import { seededRandom } from '../../numerics/random';
import { interval95 } from '../../numerics/scaling/bootstrap';
import { computeOptimal, lossAt, type LossLawParameters } from '../../numerics/scaling/computeOptimal';
import type { SeparableFit } from '../../numerics/scaling/variableProjection';
import type { Estimate } from '../../model/estimate';
import type { FrontierPoint } from '../../model/scalingOverview';
import type { FittedSweep } from './fitSweep';
import { holdOutMiss } from './holdOutMiss';
import { scalingLaws, type ScalingLawId } from './scalingLaw';
import type { Sweep } from './sweep';

/** What the law says about the best use of a compute. */
export interface ScalingForecast {
  readonly flops: number;
  /** Compute over the largest in the sweep; above 1 the law is extrapolated. */
  readonly beyond: number;
  readonly n: Estimate;
  readonly d: Estimate;
  /** With the scatter of single runs, and widened beyond the sweep by what a fit of its smaller runs missed. */
  readonly loss: Estimate;
  /** Factor by which the interval of the loss was widened; null where the sweep is too small to tell. */
  readonly widened: number | null;
}

/** The compute-optimal model at the largest compute of the sweep and at 10 and 100 times as much. */
export function forecastsOf(id: ScalingLawId, sweep: Sweep, fit: SeparableFit, draws: readonly (readonly number[])[]): readonly ScalingForecast[] {
  const largest = 6 * Math.max(...sweep.n.map((x, i) => x * sweep.d[i]));
  const miss = holdOutMiss(scalingLaws[id], sweep);
  const best = lossLawOf(id, fit.parameters);
  const drawn = draws.map((draw) => lossLawOf(id, draw));
  return [1, 10, 100].map((beyond) => forecastAt(best, drawn, logResiduals(id, sweep, fit), largest * beyond, beyond, beyond > 1 ? miss : 1));
}

/** What each of some computes can buy at best. */
export function frontierOf({ id, sweep, fit, draws }: FittedSweep, computes: readonly number[]): readonly FrontierPoint[] {
  const largest = 6 * Math.max(...sweep.n.map((x, i) => x * sweep.d[i]));
  const miss = holdOutMiss(scalingLaws[id], sweep);
  const best = lossLawOf(id, fit.parameters);
  const drawn = draws.map((draw) => lossLawOf(id, draw));
  const scatter = logResiduals(id, sweep, fit);
  return computes.map((flops) => {
    const beyond = flops / largest;
    const { n, d, loss } = forecastAt(best, drawn, scatter, flops, beyond, beyond > 1 + 1e-9 ? miss : 1);
    return { flops, size: n, tokens: d, loss, beyond };
  });
}

/** Any of the laws with fresh data only, in the plain form. */
export function lossLawOf(id: ScalingLawId, parameters: readonly number[]): LossLawParameters {
  const { E = 0, A = 0, B = 0, alpha = 0, beta = 0, a = 0, b = 0, c = 0 } = scalingLaws[id].named(parameters);
  if (id === 'overtraining') return { E, A: a, B: c * 6 ** (b / 2), alpha: -b, beta: -b };
  return { E, A, B, alpha, beta };
}

function forecastAt(best: LossLawParameters, drawn: readonly LossLawParameters[], scatter: Float64Array, flops: number, beyond: number, widened: number | null): ScalingForecast {
  const random = seededRandom(2);
  const optimum = computeOptimal(best, flops);
  const optima = drawn.map((one) => computeOptimal(one, flops));
  const value = lossAt(best, optimum);
  const losses = drawn.map((one) => Math.log(lossAt(one, optimum) / value) + scatter[Math.floor(random() * scatter.length)]);
  const { low, high } = interval95(losses);
  return {
    flops, beyond, widened,
    n: { value: optimum.n, ...interval95(optima.map(({ n }) => n)) },
    d: { value: optimum.d, ...interval95(optima.map(({ d }) => d)) },
    loss: { value, low: value * Math.exp(low * (widened ?? 1)), high: value * Math.exp(high * (widened ?? 1)) },
  };
}

function logResiduals(id: ScalingLawId, sweep: Sweep, fit: SeparableFit): Float64Array {
  return scalingLaws[id].misfit.residuals === 'log' ? fit.residuals : fit.residuals.map((r, i) => -Math.log1p(-r / sweep.loss[i]));
}
