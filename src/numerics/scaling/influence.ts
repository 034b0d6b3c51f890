import type { Refit } from './bootstrap';
import type { SeparableFit } from './variableProjection';

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
 * Leave-one-out refits, the most influential point first (Cook 1977, by refits instead of approximations).
 * @param deviations of the parameters, as a bootstrap gives them; a parameter without any does not count
 */
export function leaveOneOut(points: number, fit: SeparableFit, refit: Refit, deviations: readonly number[]): readonly Influence[] {
  return Array.from({ length: points }, (_, point) => {
    const weights = new Float64Array(points).fill(1);
    weights[point] = 0;
    const { parameters } = refit(weights, fit.parameters);
    const shifts = parameters.map((x, j) => (deviations[j] > 0 ? (x - fit.parameters[j]) / deviations[j] : 0));
    return { point, shifts, largest: Math.max(...shifts.map(Math.abs)) };
  }).sort((a, b) => b.largest - a.largest);
}
