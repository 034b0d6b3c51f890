import { meanOf } from '../../numerics/meanOf';

export interface FitQuality {
  readonly rmse: number;
  /** Share of the variance explained; below 0 for what is worse than the mean. */
  readonly rSquared: number;
}

/** Root mean square of the residuals and the share of the variance explained, both of the loss itself. */
export function fitQuality(observed: ArrayLike<number>, fitted: ArrayLike<number>): FitQuality {
  const values = Array.from(observed);
  const mean = meanOf(values);
  const missed = values.reduce((sum, x, i) => sum + (x - fitted[i]) ** 2, 0);
  return { rmse: Math.sqrt(missed / values.length), rSquared: 1 - missed / values.reduce((sum, x) => sum + (x - mean) ** 2, 0) };
}
