import type { TrendHypothesis } from '../numerics/trendBank';

type Weighted = readonly (readonly [value: number, weight: number])[];

const noises: Weighted = [[3e-4, 0.34], [1e-3, 0.335], [3e-3, 0.137], [1e-2, 0.098], [3e-2, 0.042], [1e-1, 0.048]];
const dampings: Weighted = [[0, 0.138], [0.5, 0.113], [1, 0.09], [2, 0.658]];
const slopeDrifts: Weighted = [[0.003, 0.624], [0.01, 0.089], [0.03, 0.107], [0.1, 0.083], [0.3, 0.097]];
/** Relative to the noise. */
const levelDrifts: Weighted = [[0.15, 0.771], [1, 0.229]];
const startSlopes: Weighted = [[0.01, 0.72], [0.1, 0.28]];

/**
 * What is believed about a loss curve before any of it is seen, in units of its first values. The weights are those that best predict
 * the next evaluation (expectation maximisation of the predictive likelihood, not of any decision) over the 1,076
 * finite validation curves of six TaskSet tasks (arXiv 2002.11887), independent per quantity.
 */
export const trendPrior: readonly TrendHypothesis[] = crossed();

function crossed(): TrendHypothesis[] {
  return dampings.flatMap(([damping, b]) => noises.flatMap(([noise, a]) => slopeDrifts.flatMap(([slopeDrift, c]) =>
    levelDrifts.flatMap(([drift, d]) => startSlopes.map(([startSlope, e]) => (
      { noise, damping, slopeDrift, levelDrift: drift * noise, startSlope, weight: a * b * c * d * e }
    ))))));
}
