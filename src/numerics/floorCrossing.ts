import type { LinearFit } from './linearFit';

/** Where a falling line reaches a level, with the ends of the 95 % interval that its slope leaves. */
export interface Crossing {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Projects a line fitted to points with the mean (meanX, meanY) to a level below it. Undefined unless the whole interval of the slope is
 * below 0: noise that happens to fall reaches nothing.
 */
export function floorCrossing(fit: LinearFit, meanX: number, level: number): Crossing | undefined {
  const meanY = fit.intercept + fit.slope * meanX;
  if (!(fit.high < 0) || meanY <= level) return undefined;
  const reach = (slope: number): number => meanX + (level - meanY) / slope;
  return { at: reach(fit.slope), low: reach(fit.low), high: reach(fit.high) };
}
