import { say } from '../../model/say';
import { seededRandom } from '../../numerics/random';
import { drawnWeights } from '../../numerics/scaling/bootstrap';
import { effectiveParameters } from '../../numerics/scaling/density';
import { chinchillaLaw } from '../../numerics/scaling/lossLaws';
import { lossOfScore, scoreLaw, type ScoreSigmoid } from '../../numerics/scaling/scoreLaws';
import { refit, variableProjection } from '../../numerics/scaling/variableProjection';
import { lossLawOf } from '../scaling/scalingForecast';
import { scalingLaws, sweepProblem } from '../scaling/scalingLaw';
import type { Sweep } from '../scaling/sweep';
import type { DensityReference, ReferenceBenchmark } from './densityReference';

/** A sweep whose models were also examined: scores by benchmark, one per run, NaN where there is none. */
export interface ScoredSweep extends Sweep {
  readonly scores: ReadonlyMap<string, Float64Array>;
}

/**
 * Reference of the densing law (arXiv 2412.04315) fitted to a sweep: the loss by parameters and tokens, each score as a sigmoid of
 * the loss. A sentence where the sweep is too small.
 */
export function lawReference(sweep: ScoredSweep, name: string, source: string): DensityReference | { readonly error: string } {
  const problem = sweepProblem(scalingLaws.chinchilla, sweep);
  if (problem !== undefined) return { error: say`The reference ${name} cannot be fitted. ${problem}` };
  const { misfit } = scalingLaws.chinchilla;
  const law = chinchillaLaw(sweep.n, sweep.d);
  const fit = variableProjection(law, sweep.loss, misfit);
  const random = seededRandom(3);
  const weights = Array.from({ length: draws }, () => drawnWeights(sweep.n.length, fit.parameters.length, random));
  const laws = weights.map((one) => lossLawOf('chinchilla', refit(law, sweep.loss, { ...misfit, weights: one }, fit.parameters).parameters));
  const own = lossLawOf('chinchilla', fit.parameters);
  const benchmarks = [...sweep.scores].flatMap(([benchmark, scores]) => referenceBenchmark(benchmark, sweep.loss, scores, weights, (score, tokens, sigmoid, draw) => (
    effectiveParameters(draw === undefined ? own : laws[draw], lossOfScore(sigmoid, score), tokens))));
  if (benchmarks.length === 0) return { error: say`The reference ${name} has no benchmark with at least ${leastScores} scores.` };
  return { name, source, dependsOnTokens: true, parameters: { ...own }, benchmarks };
}

/** Draws of the bootstrap. */
const draws = 200;
/** A sigmoid has four parameters. */
const leastScores = 6;
const leastSquares = { residuals: 'plain', scale: Infinity } as const;

type SizeOf = (score: number, tokens: number, sigmoid: ScoreSigmoid, draw?: number) => number;

function referenceBenchmark(benchmark: string, loss: Float64Array, scores: Float64Array, weights: readonly Float64Array[], sizeOf: SizeOf): readonly ReferenceBenchmark[] {
  const known = [...scores.keys()].filter((i) => Number.isFinite(scores[i]));
  if (known.length < leastScores) return [];
  const pick = (values: Float64Array): Float64Array => Float64Array.from(known, (i) => values[i]);
  const law = scoreLaw(pick(loss));
  const fit = variableProjection(law, pick(scores), leastSquares);
  const best = sigmoidOf(fit.parameters);
  const rmse = Math.sqrt((2 * fit.objective) / known.length);
  const random = seededRandom(4);
  const draw = (one: Float64Array) => ({
    sigmoid: sigmoidOf(refit(law, pick(scores), { ...leastSquares, weights: pick(one) }, fit.parameters).parameters),
    // A model's own score scatters about the curve as those of the reference do.
    offset: fit.residuals[Math.floor(random() * known.length)],
  });
  let drawn: readonly ReturnType<typeof draw>[] | undefined;
  return [{
    benchmark, rmse, parameters: { ...best }, range: [best.d, best.c + best.d],
    effective: (score, tokens) => {
      drawn ??= weights.map(draw);
      return { value: sizeOf(score, tokens, best), draws: drawn.map(({ sigmoid, offset }, k) => sizeOf(score - offset, tokens, sigmoid, k)) };
    },
  }];
}

function sigmoidOf([d, c, gamma, l]: readonly number[]): ScoreSigmoid {
  return { c, gamma, l, d };
}
