import { meanOf } from './meanOf';
import { studentQuantile } from './studentT';

/** Straight line through points by least squares. */
export interface LinearFit {
  readonly slope: number;
  readonly intercept: number;
  /** Ends of the 95 % t-interval of the slope with n − 2 degrees of freedom. */
  readonly low: number;
  readonly high: number;
  /** Share of the variance that the line explains; NaN where there is none. */
  readonly rSquared: number;
  /** Standard deviation of the residuals with n − 2 degrees of freedom. */
  readonly residual: number;
  readonly n: number;
}

/** Undefined with fewer than 3 points, without spread in x, or with values that are not finite. */
export function linearFit(x: ArrayLike<number>, y: ArrayLike<number>): LinearFit | undefined {
  const n = x.length;
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xx += (x[i] - meanX) ** 2;
    xy += (x[i] - meanX) * (y[i] - meanY);
    yy += (y[i] - meanY) ** 2;
  }
  if (n < 3 || !(xx > 0) || !Number.isFinite(xx + yy)) return undefined;
  const slope = xy / xx;
  const intercept = meanY - slope * meanX;
  const unexplained = squaredResiduals(x, y, slope, intercept);
  const residual = Math.sqrt(unexplained / (n - 2));
  const margin = studentQuantile(0.975, n - 2) * residual / Math.sqrt(xx);
  return { slope, intercept, low: slope - margin, high: slope + margin, rSquared: 1 - unexplained / yy, residual, n };
}

function squaredResiduals(x: ArrayLike<number>, y: ArrayLike<number>, slope: number, intercept: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (y[i] - intercept - slope * x[i]) ** 2;
  return sum;
}
