import { meanOf } from '../meanOf';

/** A power law ln L = intercept + slope·ln D over the largest measured sizes, and how many of them it holds for. */
export interface AcceptedLine {
  readonly slope: number;
  readonly intercept: number;
  readonly accepted: number;
  /** Population standard deviation of the residuals in ln L. */
  readonly residual: number;
}

/**
 * "Accept then stop" (arXiv 2402.02314, §5): a line through the last k sizes takes in smaller ones until the next lies more than `delta`
 * residual deviations off it. The smallest size is never taken in, as in the published algorithm, unless there are just k. Undefined with
 * fewer than k sizes. Sizes ascend; sizes and losses are above 0.
 */
export function acceptThenStop(sizes: readonly number[], losses: readonly number[], { k = 3, delta = 5 }: { readonly k?: number; readonly delta?: number } = {}): AcceptedLine | undefined {
  const n = sizes.length;
  if (n < k) return undefined;
  const x = sizes.map(Math.log);
  const y = losses.map(Math.log);
  let line = lastLine(x, y, k);
  for (let accepted = k; accepted < n; accepted++) {
    line = lastLine(x, y, accepted);
    const next = n - accepted - 1;
    if (Math.abs(y[next] - line.intercept - line.slope * x[next]) > delta * line.residual) break;
  }
  return line;
}

/** Loss that the line gives at a size. */
export function lossOnLine({ slope, intercept }: AcceptedLine, size: number): number {
  return Math.exp(intercept + slope * Math.log(size));
}

function lastLine(x: readonly number[], y: readonly number[], accepted: number): AcceptedLine {
  const [u, v] = [x.slice(-accepted), y.slice(-accepted)];
  const [meanU, meanV] = [meanOf(u), meanOf(v)];
  const slope = meanOf(u.map((one, i) => (one - meanU) * (v[i] - meanV))) / meanOf(u.map((one) => (one - meanU) ** 2));
  const intercept = meanV - slope * meanU;
  return { slope, intercept, accepted, residual: Math.sqrt(meanOf(u.map((one, i) => (v[i] - intercept - slope * one) ** 2))) };
}
