import { logCutoffSum } from './cutoffSum';
import { logExponentialIntegral } from './exponentialIntegral';
import { fromSeveralStarts } from './fromSeveralStarts';
import type { TailLaw } from './tailLaw';
import { tailLaw } from './tailLaw';
import type { TailSample } from './tailSample';

/**
 * Power law with exponential cutoff, density ∝ x^−α·e^(−λx) from xmin on, α ≥ 0 and λ ≥ 0: an exponential family that holds the power
 * law (λ = 0) and the exponential (α = 0). `alpha` is the exponent of the pure power law, where the search also begins and which stays
 * where nothing is better.
 */
export function cutoffTail(sample: TailSample, alpha: number): TailLaw {
  const f = ([exponent, logRate]: readonly number[]): number => (exponent >= 0 ? meanLogLikelihood(sample, exponent, Math.exp(logRate)) : -Infinity);
  const rate = 1 / sample.meanRatio;
  const { at, value } = fromSeveralStarts(f, [[alpha, Math.log(rate * 0.01)], [alpha / 2, Math.log(rate * 0.1)], [0.5, Math.log(rate)]], [0.2, 1]);
  const [best, scaledRate] = value > meanLogLikelihood(sample, alpha, 0) ? [at[0], Math.exp(at[1])] : [alpha, 0];
  const normaliser = logNormaliser(sample, best, scaledRate) + (sample.cells ? 0 : Math.log(sample.xmin));
  const { xmin, unique, logs } = sample;
  return tailLaw(sample, { alpha: best, lambda: scaledRate / xmin }, scaledRate, (i) => -best * logs[i] - (scaledRate * unique[i]) / xmin - normaliser);
}

/** Over the number of values, for the rate z = λ·xmin, up to a constant. */
function meanLogLikelihood(sample: TailSample, alpha: number, z: number): number {
  return -alpha * sample.meanLog - z * sample.meanRatio - logNormaliser(sample, alpha, z);
}

function logNormaliser({ cells, xmin }: TailSample, alpha: number, z: number): number {
  return cells ? logCutoffSum(alpha, z / xmin, xmin) : logExponentialIntegral(alpha, z);
}
