import type { TailLaw } from './tailLaw';
import { tailLaw } from './tailLaw';
import type { TailSample } from './tailSample';

/** Exponential law from xmin on: density λ·e^(−λ(x−xmin)), or the geometric law on whole numbers. Both have their maximum in closed form. */
export function exponentialTail(sample: TailSample): TailLaw {
  const { xmin, unique, cells, meanRatio } = sample;
  const excess = xmin * (meanRatio - 1);
  const lambda = cells ? Math.log1p(1 / excess) : 1 / excess;
  const logScale = cells ? Math.log(-Math.expm1(-lambda)) : Math.log(lambda);
  return tailLaw(sample, { lambda }, 1, (i) => logScale - lambda * (unique[i] - xmin));
}
