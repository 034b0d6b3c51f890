import { say } from '../../model/say';
import { linearFit } from '../../numerics/linearFit';
import { seededRandom } from '../../numerics/random';
import { drawnWeights } from '../../numerics/scaling/bootstrap';
import type { DensityReference } from './densityReference';

/**
 * The seven base models of Qwen2.5 on the Open LLM Leaderboard v2: MMLU-PRO = a + b·ln N by least squares. A score up to .14 is too
 * near to guessing (.1) to say anything of a size.
 */
export function leaderboardReference(): DensityReference {
  const own = lineOf(new Float64Array(models.length).fill(1));
  const random = seededRandom(5);
  const lines = Array.from({ length: draws }, () => ({ ...lineOf(drawnWeights(models.length, 3, random)), offset: own.residuals[Math.floor(random() * models.length)] }));
  const sizeOf = (score: number, { a, b }: { readonly a: number; readonly b: number }): number => Math.exp((score - a) / b);
  return {
    name: 'leaderboard',
    source: say`Qwen2.5 base models on the Open LLM Leaderboard v2 (github.com/felipemaiapolo/statistical-scaling-law, MIT)`,
    dependsOnTokens: false,
    parameters: {},
    benchmarks: [{
      benchmark: 'mmlu_pro', parameters: { a: own.a, b: own.b }, rmse: own.rmse, range: [leastScore, 1],
      effective: (score) => ({ value: score > leastScore ? sizeOf(score, own) : 0, draws: lines.map((line) => sizeOf(score - line.offset, line)) }),
    }],
  };
}

const leastScore = 0.14;
const draws = 200;

/** Parameters and MMLU-PRO (raw) of Qwen/Qwen2.5-{0.5,1.5,3,7,14,32,72}B. */
const models: readonly (readonly [n: number, score: number])[] = [
  [0.5e9, 0.1905751329787234],
  [1.5e9, 0.2854886968085106],
  [3.086e9, 0.3203125],
  [7.616e9, 0.4365026595744681],
  [14.77e9, 0.5248503989361702],
  [32.764e9, 0.5805352393617021],
  [72.706e9, 0.5968251329787234],
];

function lineOf(weights: Float64Array) {
  const counted = models.flatMap((model, i) => new Array<(typeof models)[number]>(weights[i]).fill(model));
  const fit = linearFit(counted.map(([n]) => Math.log(n)), counted.map(([, score]) => score));
  if (!fit) throw new Error('The models of the reference have no spread in size.');
  const residuals = models.map(([n, score]) => score - fit.intercept - fit.slope * Math.log(n));
  return { a: fit.intercept, b: fit.slope, residuals, rmse: Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / models.length) };
}
