import { say } from '../../model/say';
import { chinchillaLaw, floorlessLaw, overtrainingLaw } from '../../numerics/scaling/lossLaws';
import { repeatedLaw, repeatedParameters } from '../../numerics/scaling/repeatedLaw';
import { parameterNames, type SeparableLaw } from '../../numerics/scaling/separableLaw';
import type { Misfit } from '../../numerics/scaling/variableProjection';
import type { Sweep } from './sweep';

export type ScalingLawId = 'chinchilla' | 'noE' | 'overtraining' | 'repeated';

/** A law of the loss in parameters and tokens, and how it is fitted. */
export interface ScalingLaw {
  readonly formula: string;
  readonly misfit: Misfit;
  misfitName(): string;
  /** Different sizes of model and of data without which its parameters mean nothing. */
  readonly sizes: number;
  /** Whether it tells parameters from data, for which their ratio must vary. */
  readonly tellsApart: boolean;
  /** Refits of the bootstrap. */
  readonly refits: number;
  at(points: Pick<Sweep, 'n' | 'd' | 'unique'>): SeparableLaw;
  /** Parameters as they stand in the formula. */
  named(parameters: readonly number[]): Readonly<Record<string, number>>;
}

/** Huber's δ of Hoffmann et al. on the logarithm of the loss. */
const robust = { misfit: { residuals: 'log', scale: 1e-3 }, misfitName: () => say`Huber loss of log L, δ = .001, summed` } as const;
const leastSquares = { misfit: { residuals: 'plain', scale: Infinity }, misfitName: () => say`half the squared residuals of L, summed` } as const;

export const scalingLaws: Readonly<Record<ScalingLawId, ScalingLaw>> = {
  chinchilla: {
    ...robust, formula: 'L = E + A/N^alpha + B/D^beta', sizes: 3, tellsApart: true, refits: 1000,
    at: ({ n, d }) => chinchillaLaw(n, d),
    named: inOrder(chinchillaLaw([1], [1])),
  },
  noE: {
    ...robust, formula: 'L = A/N^alpha + B/D^beta', sizes: 2, tellsApart: true, refits: 1000,
    at: ({ n, d }) => floorlessLaw(n, d),
    named: inOrder(floorlessLaw([1], [1])),
  },
  overtraining: {
    ...leastSquares, formula: 'L = a*N^b + c*6^(b/2)*(M*N)^b + E, M = D/N', sizes: 2, tellsApart: false, refits: 1000,
    at: ({ n, d }) => overtrainingLaw(n, d),
    named: inOrder(overtrainingLaw([1], [1])),
  },
  repeated: {
    ...robust, formula: 'L = E + A/N\'^alpha + B/D\'^beta with effective N\' and D\', alpha = beta (arXiv 2305.16264)', sizes: 3, tellsApart: true, refits: 100,
    at: ({ n, d, unique }) => repeatedLaw(n, d, unique ?? d),
    named: (parameters) => ({ ...repeatedParameters(parameters) }),
  },
};

function inOrder(law: SeparableLaw): ScalingLaw['named'] {
  const names = parameterNames(law);
  return (parameters) => Object.fromEntries(names.map((name, j) => [name, parameters[j]]));
}

/** Why a law cannot be fitted to a sweep; undefined when it can. */
export function sweepProblem(law: ScalingLaw, sweep: Sweep): string | undefined {
  const { n, d, unique } = sweep;
  const parameters = parameterNames(law.at(sweep)).length;
  if (n.length <= parameters) return say`${n.length === 1 ? say`1 row is` : say`${n.length} rows are`} too few: the law has ${parameters} parameters and needs at least ${parameters + 1} rows.`;
  const [sizes, amounts] = [new Set(n).size, new Set(d).size];
  if (sizes === 1) return say`All rows have the same number of parameters, so nothing can be said about how the loss depends on it: add runs of other sizes.`;
  if (amounts === 1) return say`All rows have the same number of tokens, so nothing can be said about how the loss depends on it: add runs with more or less data.`;
  if (Math.min(sizes, amounts) < law.sizes) return say`There are ${sizes} sizes of model and ${amounts} of data; the law needs at least ${law.sizes} of each.`;
  const ratios = Float64Array.from(n, (x, i) => Math.log(d[i] / x));
  if (law.tellsApart && Math.max(...ratios) - Math.min(...ratios) < 0.01) return say`All rows have the same tokens per parameter, so the effects of model and data cannot be told apart: use --law overtraining, or add runs with another ratio.`;
  if (law === scalingLaws.repeated && !(unique && d.some((x, i) => x > unique[i]))) return say`No row has more tokens than unique tokens (column unique_tokens), so nothing can be said about repeated data: use --law chinchilla.`;
  return undefined;
}

/** Whether a text names one of the laws. */
export function isLaw(name: string): name is ScalingLawId {
  return Object.hasOwn(scalingLaws, name);
}
