import type { SeparableLaw } from './separableLaw';

/** S = c/(1 + exp(−γ(L − l))) + d with γ < 0 and c ≥ 0: a score falls from c + d to d as the loss rises (arXiv 2412.04315, eq. 4). */
export interface ScoreSigmoid {
  readonly c: number;
  readonly gamma: number;
  readonly l: number;
  readonly d: number;
}

/** The sigmoid as a law of the losses. Parameters in the order d, c, gamma, l. */
export function scoreLaw(loss: Float64Array): SeparableLaw {
  const [low, high] = [Math.min(...loss), Math.max(...loss)];
  const span = high - low || 1;
  const ones = new Float64Array(loss.length).fill(1);
  const starts = [0, 0.2, 0.4, 0.6, 0.8].map((share) => low - 0.2 * span + share * span);
  return {
    coefficients: [{ name: 'd', signed: true }, { name: 'c' }],
    shape: [
      { name: 'gamma', low: -100, high: -1e-3, starts: [-0.5, -1, -2, -4, -8] },
      { name: 'l', low: low - 2 * span, high: high + span, starts },
    ],
    columns: ([gamma, l]) => [ones, logistic(loss, gamma, l)],
    slope: ([gamma, l], [, c], j) => {
      const slope = logistic(loss, gamma, l);
      for (let i = 0; i < slope.length; i++) slope[i] = c * slope[i] * (1 - slope[i]) * (j === 0 ? loss[i] - l : -gamma);
      return slope;
    },
  };
}

function logistic(x: Float64Array, rate: number, middle: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let i = 0; i < result.length; i++) result[i] = 1 / (1 + Math.exp(-rate * (x[i] - middle)));
  return result;
}

/** The loss at which the sigmoid has a score; Infinity at or below its floor d, −Infinity at or above its ceiling c + d. */
export function lossOfScore({ c, gamma, l, d }: ScoreSigmoid, score: number): number {
  if (score <= d) return Infinity;
  if (score >= c + d) return -Infinity;
  return l - Math.log(c / (score - d) - 1) / gamma;
}

/** Error = ε − k·exp(−γL), the average error downstream (arXiv 2403.08540, eq. 5). Parameters in the order epsilon, k, gamma. */
export function errorLaw(loss: Float64Array): SeparableLaw {
  return {
    coefficients: [{ name: 'epsilon' }, { name: 'k' }],
    shape: [{ name: 'gamma', low: 1e-3, high: 20, starts: [0.1, 0.3, 0.7, 1.5, 3] }],
    columns: ([gamma]) => [loss.map(() => 1), loss.map((x) => -Math.exp(-gamma * x))],
  };
}
