import type { RectifiedGrid } from './rectifiedGrid';

/** Something about each exponent, transition and floor of a grid: a logarithm of a belief, or a share. */
export interface ShapePrior {
  readonly betas: readonly number[];
  readonly transitions: readonly number[];
  readonly floors: readonly number[];
}

/** Sums of the weights of shapes over all others of the three. */
export function marginalsOf({ betas, transitions, floors }: RectifiedGrid, weights: Float64Array): ShapePrior {
  const sums = { betas: betas.map(() => 0), transitions: transitions.map(() => 0), floors: floors.map(() => 0) };
  let at = 0;
  for (let a = 0; a < betas.length; a++) {
    for (let b = 0; b < transitions.length; b++) {
      for (let c = 0; c < floors.length; c++, at++) {
        sums.betas[a] += weights[at];
        sums.transitions[b] += weights[at];
        sums.floors[c] += weights[at];
      }
    }
  }
  return sums;
}

/**
 * ln of the prior of each candidate: the mean of what the other candidates show and of `own` (logarithms), which counts as `count`
 * candidates, smoothed over neighbours on the grid.
 */
export function pooledPriors(shown: readonly ShapePrior[], own: ShapePrior, count: number): readonly ShapePrior[] {
  const betas = pool(shown.map((one) => one.betas), own.betas, count);
  const transitions = pool(shown.map((one) => one.transitions), own.transitions, count);
  const floors = pool(shown.map((one) => one.floors), own.floors, count);
  return shown.map((_, j) => ({ betas: betas[j], transitions: transitions[j], floors: floors[j] }));
}

function pool(shown: readonly (readonly number[])[], own: readonly number[], count: number): readonly (readonly number[])[] {
  const likely = own.map(Math.exp);
  const all = likely.reduce((sum, p) => sum + p, 0);
  const total = likely.map((p, k) => (count * p) / all + shown.reduce((sum, one) => sum + one[k], 0));
  return shown.map((one) => smooth(total.map((sum, k) => sum - one[k])).map((sum) => Math.log(sum / (shown.length - 1 + count))));
}

function smooth(values: readonly number[]): number[] {
  return values.map((value, k) => 0.5 * value + 0.25 * (values[Math.max(k - 1, 0)] + values[Math.min(k + 1, values.length - 1)]));
}
