import { computeOptimal, lossAt, type LossLawParameters, type ModelAndData } from '../../numerics/scaling/computeOptimal';

/** A plan of training as a fitted law reads it. */
export interface PlanReading {
  readonly flops: number;
  readonly tokensPerParameter: number;
  /** Expected loss of the plan. */
  readonly loss: number;
  /** What the same compute would best be spent on. */
  readonly best: ModelAndData & { readonly loss: number };
  /** Compute with which the optimum reaches the loss of the plan, as a share of the plan's: how much of it is well spent. */
  readonly efficiency: number;
  /** Parameters over the optimum's: above 1 the model is too large for its data, below 1 too small, which inference may repay. */
  readonly sizeRatio: number;
  /** Whether the plan lies outside of the sizes and data amounts that the law was fitted to, and by which factor at most. */
  readonly beyond: number;
}

/** How near a plan of N parameters and D tokens is to the best use of its compute. */
export function readPlan(law: LossLawParameters, plan: ModelAndData, fitted: { readonly n: ArrayLike<number>; readonly d: ArrayLike<number> }): PlanReading {
  const flops = 6 * plan.n * plan.d;
  const best = computeOptimal(law, flops);
  const loss = lossAt(law, plan);
  return {
    flops, loss, tokensPerParameter: plan.d / plan.n,
    best: { ...best, loss: lossAt(law, best) },
    efficiency: optimalFlops(law, loss) / flops,
    sizeRatio: plan.n / best.n,
    beyond: Math.max(outside(plan.n, fitted.n), outside(plan.d, fitted.d)),
  };
}

/** What a compute that is left does for a model with some tokens behind it, against a new model of the best size. */
export function spendRest(law: LossLawParameters, trained: ModelAndData, flopsLeft: number): { readonly goOn: ModelAndData & { readonly loss: number }; readonly anew: ModelAndData & { readonly loss: number } } {
  const goOn = { n: trained.n, d: trained.d + flopsLeft / (6 * trained.n) };
  const anew = computeOptimal(law, flopsLeft);
  return { goOn: { ...goOn, loss: lossAt(law, goOn) }, anew: { ...anew, loss: lossAt(law, anew) } };
}

/** Least compute that reaches a loss: along the optimum A·N^(−α) and B·D^(−β) stand in the ratio β : α, so that both follow. */
function optimalFlops({ E, A, B, alpha, beta }: LossLawParameters, loss: number): number {
  const rest = loss - E;
  const n = ((rest * beta) / (alpha + beta) / A) ** (-1 / alpha);
  const d = ((rest * alpha) / (alpha + beta) / B) ** (-1 / beta);
  return 6 * n * d;
}

/** Factor by which a value lies outside of the range of others; 1 inside. */
function outside(value: number, others: ArrayLike<number>): number {
  const all = Array.from(others);
  return Math.max(1, value / Math.max(...all), Math.min(...all) / value);
}
