import { expectedPositive, normalProbability } from './normal';

/** A mixture of normal distributions; columns of equal length, weights ≥ 0 with sum 1, deviations > 0. */
export interface NormalMixture {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** P(X ≤ x). */
export function mixtureProbability({ weights, means, deviations }: NormalMixture, x: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * normalProbability((x - means[k]) / deviations[k]);
  return sum;
}

/** E max(0, X). */
export function mixtureExpectedPositive({ weights, means, deviations }: NormalMixture): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * expectedPositive(means[k], deviations[k]);
  return sum;
}

/** The x with P(X ≤ x) = probability, by bisection to a 1e-5 share of the mixture's extent. */
export function mixtureQuantile(mixture: NormalMixture, probability: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < mixture.weights.length; k++) {
    low = Math.min(low, mixture.means[k] - 6 * mixture.deviations[k]);
    high = Math.max(high, mixture.means[k] + 6 * mixture.deviations[k]);
  }
  const resolution = (high - low) * 1e-5;
  while (high - low > resolution) {
    const middle = (low + high) / 2;
    if (mixtureProbability(mixture, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
