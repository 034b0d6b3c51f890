import type { TrendHypothesis } from '../../numerics/trendHypothesis';

type Weighted = readonly (readonly [value: number, weight: number])[];

const noises: Weighted = [
  [1e-4, 0.239], [3e-4, 0.176], [1e-3, 0.324], [3e-3, 0.135], [1e-2, 0.071], [3e-2, 0.026], [1e-1, 0.023], [3e-1, 0.006],
];
const dampings: Weighted = [[0.5, 0.452], [4, 0.548]];
const delays: Weighted = [[0.2, 0.648], [3, 0.156], [50, 0.195]];
const slopeDrifts: Weighted = [[0.001, 0.675], [0.03, 0.154], [0.2, 0.171]];
/** Relative to the noise. The larger ones are what autocorrelated noise looks like. */
const levelDrifts: Weighted = [[0.3, 0.773], [3, 0.227]];
const startSlopes: Weighted = [[0.003, 0.512], [0.03, 0.237], [0.3, 0.251]];
const outliers = 0.1;

/**
 * What is believed about a loss curve before any of it is seen, in units of its first values. The weights are those that best predict
 * the next evaluation (expectation maximisation of the predictive likelihood, not of any decision) over the 1,076
 * finite validation curves of six TaskSet tasks (arXiv 2002.11887), independent per quantity. The grid was extended until its
 * ends no longer held the weight; on tasks that the weights were not fitted to it predicts as well as on those that they were.
 */
export const trendPrior: readonly TrendHypothesis[] =
  delays.flatMap(([delay, f]) => dampings.flatMap(([damping, b]) => noises.flatMap(([noise, a]) => slopeDrifts.flatMap(([slopeDrift, c]) =>
    levelDrifts.flatMap(([drift, d]) => startSlopes.map(([startSlope, e]) => (
      { noise, damping, slopeDrift, levelDrift: drift * noise, startSlope, delay, outliers, weight: a * b * c * d * e * f }
    )))))));
