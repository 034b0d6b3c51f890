import type { SeparableLaw } from '../scaling/separableLaw';
import { variableProjection } from '../scaling/variableProjection';

/** L(D) = B/(D_l + D^β) + E, with the pre-learned data size D_l told by its transition: D_l = transition^β. */
export interface RectifiedFit {
  readonly B: number;
  readonly E: number;
  readonly beta: number;
  /** Size in samples at which D^β = D_l; 0 under the vanilla law. */
  readonly transition: number;
}

/**
 * Rectified scaling law of fine-tuning (arXiv 2402.02314, eq. 6), least squares of ln L by variable projection. Undefined with fewer than 5
 * sizes, one more than it has parameters. Sizes and losses are above 0.
 */
export function fitRectified(sizes: readonly number[], losses: readonly number[]): RectifiedFit | undefined {
  if (sizes.length < 5) return undefined;
  const [low, high] = [Math.log(sizes[0]), Math.log(sizes[sizes.length - 1])];
  const [B, E, beta, logTransition] = fitted(rectifiedLaw(sizes, low - reach, high + reach), losses);
  // The column of B is scaled to 1 at the transition, where D_l + D^β = 2·transition^β.
  return { B: 2 * B * Math.exp(beta * logTransition), E, beta, transition: Math.exp(logTransition) };
}

/** L(D) = B/D^β + E, the law of training from nothing. Undefined with fewer than 4 sizes. */
export function fitVanilla(sizes: readonly number[], losses: readonly number[]): RectifiedFit | undefined {
  if (sizes.length < 4) return undefined;
  const [B, E, beta] = fitted(vanillaLaw(sizes), losses);
  return { B, E, beta, transition: 0 };
}

/** Loss of the law at a size. */
export function rectifiedLoss({ B, E, beta, transition }: RectifiedFit, size: number): number {
  return B / (transition ** beta + size ** beta) + E;
}

/** How far beyond the measured sizes a transition may lie, in ln D. */
const reach = 5;

function fitted(law: SeparableLaw, losses: readonly number[]): readonly number[] {
  return variableProjection(law, Float64Array.from(losses), { residuals: 'log', scale: Infinity }).parameters;
}

function rectifiedLaw(sizes: readonly number[], low: number, high: number): SeparableLaw {
  const ones = new Float64Array(sizes.length).fill(1);
  const logs = Float64Array.from(sizes, Math.log);
  return {
    coefficients: [{ name: 'B' }, { name: 'E' }],
    shape: [exponent, { name: 'transition', low, high, starts: Array.from({ length: 7 }, (_, i) => low + ((i + 0.5) / 7) * (high - low)) }],
    columns: ([beta, transition]) => [logs.map((x) => 2 / (1 + Math.exp(beta * (x - transition)))), ones],
  };
}

function vanillaLaw(sizes: readonly number[]): SeparableLaw {
  const ones = new Float64Array(sizes.length).fill(1);
  const logs = Float64Array.from(sizes, Math.log);
  return { coefficients: [{ name: 'B' }, { name: 'E' }], shape: [exponent], columns: ([beta]) => [logs.map((x) => Math.exp(-beta * x)), ones] };
}

const exponent = { name: 'beta', low: 1e-3, high: 3, starts: [0.05, 0.12, 0.25, 0.4, 0.7, 1.2] };
