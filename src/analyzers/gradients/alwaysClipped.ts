import { isAfterClipping } from './isAfterClipping';

/** A clip that is active in practically every step. */
export interface AlwaysClipped {
  /** Index of the norm from which on that has been certain. */
  readonly since: number;
  /** Index of the first of the norms by which it is judged, and the share of those above the threshold. */
  readonly from: number;
  readonly share: number;
}

/** Norms by which it is judged: at the start of a training gradients are long anyway. */
const window = 200;
/** Fewer tell nothing. */
export const fewestNorms = 50;
const mostBelow = 0.02;

/** Whether at most 1 in 50 of the last norms is not above the threshold. Undefined where they are logged after clipping, which hides that. */
export function alwaysClipped(norms: Float64Array, threshold: number): AlwaysClipped | undefined {
  let below = 0;
  let since = -1;
  for (let i = 0; i < norms.length; i++) {
    if (norms[i] <= threshold) below++;
    if (i >= window && norms[i - window] <= threshold) below--;
    const holds = i + 1 >= fewestNorms && below <= mostBelow * Math.min(window, i + 1);
    if (!holds) since = -1;
    else if (since < 0) since = i;
  }
  if (since < 0 || isAfterClipping(norms, threshold)) return undefined;
  const judged = Math.min(window, norms.length);
  return { since, from: norms.length - judged, share: 1 - below / judged };
}
