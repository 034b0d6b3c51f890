import type { Candidate } from '../../model/fineTuning';

/**
 * Shapes of L = B/(D_l + D^β) + E: all pairings of an exponent, a transition (ln of the size at which D^β = D_l) and a floor (E as a share
 * of the loss at the largest measured size). Shape (a, b, c) has the index (a·|transitions| + b)·|floors| + c.
 */
export interface RectifiedGrid {
  readonly betas: readonly number[];
  readonly transitions: readonly number[];
  readonly floors: readonly number[];
}

/** Transitions reach beyond both ends of the sizes: they may be long past, or lie beyond the full data. */
export function rectifiedGrid(smallest: number, full: number): RectifiedGrid {
  const [low, high] = [Math.log(smallest) - reach, Math.log(full) + reach];
  return { betas, floors, transitions: Array.from({ length: 19 }, (_, i) => low + (i / 18) * (high - low)) };
}

const reach = 4;
const floors = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9];
const betas = Array.from({ length: 14 }, (_, i) => 0.05 * 24 ** (i / 13));

/** The fits of one candidate, one for each shape. */
export interface ShapeFits {
  /** Weighted sum of squared errors of ln L. */
  readonly misfit: Float64Array;
  /** B in units of 1/(D_l + D^β) at the largest measured size. */
  readonly height: Float64Array;
  /** Sum of the weights of the sizes. */
  readonly weight: number;
}

/**
 * Fits B for each shape by least squares of the relative errors.
 * @param halving weight of a size against one twice as large
 */
export function fitShapes({ sizes, losses }: Candidate, { betas, transitions, floors }: RectifiedGrid, halving: number): ShapeFits {
  const last = sizes.length - 1;
  const logs = sizes.map(Math.log);
  const weights = sizes.map((size) => halving ** Math.log2(sizes[last] / size));
  const curve: Curve = { logLosses: losses.map(Math.log), losses, weights };
  const misfit = new Float64Array(betas.length * transitions.length * floors.length);
  const height = new Float64Array(misfit.length);
  let at = 0;
  for (const beta of betas) {
    for (const transition of transitions) {
      const levels = levelsAt(logs, last, beta, transition);
      for (const share of floors) {
        const floor = share * losses[last];
        height[at] = heightOf(curve, levels, floor);
        misfit[at] = misfitOf(curve, levels, floor, height[at]);
        at++;
      }
    }
  }
  return { misfit, height, weight: weights.reduce((sum, w) => sum + w, 0) };
}

/** ln L at a size by each shape. */
export function predictShapes({ sizes, losses }: Candidate, { height }: ShapeFits, { betas, transitions, floors }: RectifiedGrid, size: number): Float64Array {
  const last = sizes.length - 1;
  const logs = [Math.log(sizes[last]), Math.log(size)];
  const predicted = new Float64Array(height.length);
  let at = 0;
  for (const beta of betas) {
    for (const transition of transitions) {
      const [, level] = levelsAt(logs, 0, beta, transition);
      for (const share of floors) predicted[at] = Math.log(share * losses[last] + height[at++] * level);
    }
  }
  return predicted;
}

interface Curve {
  readonly losses: readonly number[];
  readonly logLosses: readonly number[];
  readonly weights: readonly number[];
}

/** 1/(D_l + D^β) at each size in units of its value at size `unit`. */
function levelsAt(logs: readonly number[], unit: number, beta: number, transition: number): readonly number[] {
  const inverse = logs.map((x) => 1 + Math.exp(beta * (x - transition)));
  return inverse.map((one) => inverse[unit] / one);
}

/** The B, in units of that value, that fits the losses above a floor best. */
function heightOf({ losses, weights }: Curve, levels: readonly number[], floor: number): number {
  let [above, below] = [0, 0];
  for (let i = 0; i < losses.length; i++) {
    const pull = (weights[i] * levels[i]) / losses[i] ** 2;
    above += pull * (losses[i] - floor);
    below += pull * levels[i];
  }
  return Math.max(above / below, 1e-9 * losses[0]);
}

function misfitOf({ logLosses, weights }: Curve, levels: readonly number[], floor: number, height: number): number {
  let sum = 0;
  for (let i = 0; i < logLosses.length; i++) sum += weights[i] * (logLosses[i] - Math.log(floor + height * levels[i])) ** 2;
  return sum;
}
