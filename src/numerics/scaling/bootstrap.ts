import { seededRandom } from '../random';
import type { SeparableFit } from './variableProjection';

/** Fits the same law to the same points, each counted as often as its weight says. */
export type Refit = (weights: Float64Array, start: readonly number[]) => SeparableFit;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Parameters of `count` refits to points drawn with replacement (Efron 1979); the same seed gives the same draws. Draws with fewer
 * different points than parameters say nothing and are drawn again.
 */
export function bootstrap(points: number, fit: SeparableFit, refit: Refit, count: number, seed = 1): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => refit(drawnWeights(points, fit.parameters.length, random), fit.parameters).parameters);
}

/** How often each point is drawn. */
export function drawnWeights(points: number, least: number, random: () => number): Float64Array {
  for (let tried = 0; ; tried++) {
    const weights = new Float64Array(points);
    for (let i = 0; i < points; i++) weights[Math.floor(random() * points)]++;
    if (weights.reduce((sum, w) => sum + Math.min(w, 1), 0) >= Math.min(least, points) || tried >= mostTries) return weights;
  }
}

const mostTries = 100;

/** Interval that holds 95 % of the values; its ends may be infinite. */
export function interval95(values: readonly number[]): Interval {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b);
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Quantile of sorted values, between neighbours by proportion; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}
