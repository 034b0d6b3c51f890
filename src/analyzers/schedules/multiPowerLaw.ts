import type { RatePath } from './ratePath';

/** Parameters of the Multi-Power Law in the paper's own letters; rates in the unit of the schedule, loss in nats. */
export interface MultiPowerParameters {
  readonly L0: number;
  readonly A: number;
  readonly alpha: number;
  readonly B: number;
  readonly C: number;
  readonly beta: number;
  readonly gamma: number;
}

/**
 * Loss at `steps` (ascending) under a learning-rate schedule, by the Multi-Power Law (arXiv 2503.12811, eq. 3):
 * L(t) = L0 + A·S₁(t)^(−α) + B·Σ_k (η_k − η_{k−1})·(1 − (1 + C·η_k^(−γ)·S_k(t))^(−β)), where S₁(t) sums the rates of
 * steps 0…t and S_k(t) those of steps k…t. Exact when the path has a node at every step at which the rate changes.
 */
export function multiPowerLoss(parameters: MultiPowerParameters, path: RatePath, steps: ArrayLike<number>): Float64Array {
  const { L0, A, alpha, B } = parameters;
  const drop = rateChangeTerm(parameters, path, steps);
  return Float64Array.from(drop, (term, i) => L0 + A * path.sumTo(steps[i]) ** -alpha + B * term);
}

/** The sum over rate changes in the Multi-Power Law, without its factor B: negative where rates have fallen. */
export function rateChangeTerm(
  { C, beta, gamma }: Pick<MultiPowerParameters, 'C' | 'beta' | 'gamma'>,
  path: RatePath,
  steps: ArrayLike<number>,
): Float64Array {
  const { changes } = path;
  const speeds = changes.rate.map((rate) => C * Math.max(rate, leastRate) ** -gamma);
  const term = new Float64Array(steps.length);
  for (let i = 0; i < steps.length; i++) {
    const sum = path.sumTo(steps[i]);
    const whole = path.changesUntil(steps[i]);
    let total = 0;
    for (let k = 0; k < whole; k++) total += changes.gap[k] * (1 - (1 + speeds[k] * (sum - changes.before[k])) ** -beta);
    const part = path.partialChange(steps[i]);
    if (part) total += part.gap * (1 - (1 + C * Math.max(part.rate, leastRate) ** -gamma * (sum - part.before)) ** -beta);
    term[i] = total;
  }
  return term;
}

/** Keeps a rate of exactly 0 from meeting a sum of exactly 0. */
const leastRate = 1e-300;
