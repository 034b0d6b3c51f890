import type { Candidate } from '../../model/fineTuning';
import { medianOf } from '../medianOf';
import { fitShapes, predictShapes, rectifiedGrid, type RectifiedGrid, type ShapeFits } from './rectifiedGrid';
import { marginalsOf, pooledPriors, type ShapePrior } from './shapePrior';

/** Mean and standard deviation of a predicted ln L. */
export interface LogLoss {
  readonly mean: number;
  readonly deviation: number;
}

/** What the measured losses of one candidate say under the rectified law, averaged over all of its shapes. */
export interface RectifiedPosterior {
  /** The prediction at a size. */
  at(size: number): LogLoss;
  /** ln of the size at the transition, ascending, with the weight of each (sum 1). */
  readonly transitions: readonly number[];
  readonly transitionWeights: readonly number[];
}

/** What is believed before anything is measured; the same for every data set. */
export interface RectifiedBelief {
  /** Log-normal exponent β: its median and the deviation of ln β. */
  readonly beta: number;
  readonly betaDeviation: number;
  /** Rate at which the belief falls in E as a share of the loss at the largest measured size. */
  readonly floorRate: number;
  /** Weight of a size against one twice as large: the law need not hold where a model still learns the format. */
  readonly halving: number;
  /** Candidates that this belief counts as when the shapes of the others are pooled with it. */
  readonly candidates: number;
}

/** Chosen on FLAN and WMT19 by forecasts of sizes below the full one; the folder's benchmark prints how that carries over. */
export const rectifiedBelief: RectifiedBelief = { beta: 0.4, betaDeviation: 0.5, floorRate: 2, halving: 0.5, candidates: 3 };

/**
 * Bayesian average of L = B/(D_l + D^β) + E over a grid of shapes. The candidates were trained on the same data, so what is believed about the
 * shape of each is pooled with what the others show (empirical Bayes, leaving out the candidate itself), and the scatter about the law is one
 * for all. Candidates need at least 3 sizes.
 */
export function rectifiedPosteriors(candidates: readonly Candidate[], full: number, belief = rectifiedBelief): readonly RectifiedPosterior[] {
  const grid = rectifiedGrid(Math.min(...candidates.map(({ sizes }) => sizes[0])), full);
  const fits = candidates.map((candidate) => fitShapes(candidate, grid, belief.halving));
  const own = beliefOf(grid, belief);
  let variance = Math.max(medianOf(fits.map(({ misfit, weight }) => least(misfit) / Math.max(weight - 2, 1))), smallestVariance);
  let priors: readonly ShapePrior[] = candidates.map(() => own);
  for (let round = 0; ; round++) {
    const weights = fits.map(({ misfit }, j) => weightsOf(grid, misfit, variance, priors[j], candidates[j].transitionPrior));
    if (round === rounds) return weights.map((one, j) => average(grid, one, (size) => predictShapes(candidates[j], fits[j], grid, size)));
    variance = Math.max(scatterOf(fits, weights), smallestVariance);
    priors = pooledPriors(weights.map((one) => marginalsOf(grid, one)), own, belief.candidates);
  }
}

/** The first rounds find what is common; many more would take chance agreement of a few candidates for a law. */
const rounds = 3;

/** Two trainings that differ in nothing but the seed differ by about 0.4 %. */
const smallestVariance = 0.004 ** 2;

function beliefOf({ betas, transitions, floors }: RectifiedGrid, { beta, betaDeviation, floorRate }: RectifiedBelief): ShapePrior {
  return {
    betas: betas.map((one) => -0.5 * (Math.log(one / beta) / betaDeviation) ** 2),
    transitions: transitions.map(() => 0),
    floors: floors.map((share) => -floorRate * share),
  };
}

/** Posterior weight of each shape, sum 1. */
function weightsOf({ betas, transitions, floors }: RectifiedGrid, misfit: Float64Array, variance: number, prior: ShapePrior, measured: Candidate['transitionPrior']): Float64Array {
  const weights = new Float64Array(misfit.length);
  let at = 0;
  for (let a = 0; a < betas.length; a++) {
    for (let b = 0; b < transitions.length; b++) {
      const off = measured ? (transitions[b] - measured.logSize) / measured.deviation : 0;
      const belief = prior.betas[a] + prior.transitions[b] - 0.5 * off * off;
      for (let c = 0; c < floors.length; c++, at++) weights[at] = belief + prior.floors[c] - misfit[at] / (2 * variance);
    }
  }
  const most = weights.reduce((x, y) => Math.max(x, y), -Infinity);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] = Math.exp(weights[i] - most);
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  return weights;
}

/** Variance of ln L about the law, over all candidates. */
function scatterOf(fits: readonly ShapeFits[], weights: readonly Float64Array[]): number {
  let [misfit, freedom] = [0, 0];
  fits.forEach((fit, j) => {
    misfit += expected(weights[j], fit.misfit);
    freedom += Math.max(fit.weight - 1, 1);
  });
  return misfit / freedom;
}

function average(grid: RectifiedGrid, weights: Float64Array, predict: (size: number) => Float64Array): RectifiedPosterior {
  return {
    at: (size) => {
      const predicted = predict(size);
      const mean = expected(weights, predicted);
      return { mean, deviation: Math.sqrt(expected(weights, predicted.map((x) => (x - mean) ** 2))) };
    },
    transitions: grid.transitions, transitionWeights: marginalsOf(grid, weights).transitions,
  };
}

function expected(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] * values[i];
  return sum;
}

function least(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}
