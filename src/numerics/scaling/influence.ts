import { huberWeight } from '../huber';
import { solveSymmetric } from '../solveSymmetric';
import type { Refit } from './bootstrap';
import type { SeparableLaw } from './separableLaw';
import { lawJacobian, type Misfit, type SeparableFit } from './variableProjection';

/** What becomes of the parameters when one point is left out. */
export interface Influence {
  /** Index of the point. */
  readonly point: number;
  /** Change of each parameter in units of its deviation. */
  readonly shifts: readonly number[];
  /** The largest of them, without sign. */
  readonly largest: number;
}

/**
 * Leave-one-out refits of some points, the most influential first (Cook 1977, by refits instead of approximations).
 * @param deviations of the parameters, as a bootstrap gives them; a parameter without any does not count
 */
export function leaveOneOut(points: readonly number[], fit: SeparableFit, refit: Refit, deviations: readonly number[]): readonly Influence[] {
  return points.map((point) => {
    const weights = new Float64Array(fit.residuals.length).fill(1);
    weights[point] = 0;
    const { parameters } = refit(weights, fit.parameters);
    const shifts = parameters.map((x, j) => (deviations[j] > 0 ? (x - fit.parameters[j]) / deviations[j] : 0));
    return { point, shifts, largest: Math.max(...shifts.map(Math.abs)) };
  }).sort((a, b) => b.largest - a.largest);
}

/**
 * The points that pull hardest at the parameters of a fit, by one step of reweighted least squares without each; those that a
 * leave-one-out refit is worth.
 */
export function hardestPulling(law: SeparableLaw, fit: SeparableFit, misfit: Misfit, deviations: readonly number[], count: number): readonly number[] {
  const jacobian = lawJacobian(law, fit.parameters, misfit.residuals);
  const soft = fit.residuals.map((r) => huberWeight(r / misfit.scale));
  const unit = jacobian.map((column) => 1 / Math.sqrt(column.reduce((sum, x, i) => sum + soft[i] * x * x, 0) || 1));
  const matrix = jacobian.map((a, j) => jacobian.map((b, k) => unit[j] * unit[k] * a.reduce((sum, x, i) => sum + soft[i] * x * b[i], 0)));
  const pull = Array.from(fit.residuals, (r, i) => {
    const step = solveSymmetric(matrix, jacobian.map((column, j) => unit[j] * column[i] * soft[i] * r));
    return Math.max(0, ...(step ?? []).map((x, j) => (deviations[j] > 0 ? Math.abs((x * unit[j]) / deviations[j]) : 0)));
  });
  return [...pull.keys()].sort((a, b) => pull[b] - pull[a]).slice(0, count);
}
