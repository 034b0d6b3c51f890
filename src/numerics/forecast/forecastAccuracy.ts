import { meanOf } from '../meanOf';

/** How good predicted losses were, and the model picked by them. */
export interface ForecastAccuracy {
  /** Pearson correlation of prediction and truth; NaN where one of them does not vary. */
  readonly pearson: number;
  /** (worst − loss of the picked model) / (worst − best), by the true losses; NaN where they do not differ. */
  readonly relative: number;
  readonly rmse: number;
}

/** Measures of arXiv 2402.02314, §5: lower loss is better, the model with the least predicted loss is picked. Both of equal length > 0. */
export function forecastAccuracy(predicted: readonly number[], truth: readonly number[]): ForecastAccuracy {
  const picked = truth[predicted.indexOf(Math.min(...predicted))];
  const [best, worst] = [Math.min(...truth), Math.max(...truth)];
  const [meanP, meanT] = [meanOf(predicted), meanOf(truth)];
  const covariance = meanOf(predicted.map((p, i) => (p - meanP) * (truth[i] - meanT)));
  return {
    pearson: covariance / Math.sqrt(meanOf(predicted.map((p) => (p - meanP) ** 2)) * meanOf(truth.map((t) => (t - meanT) ** 2))),
    relative: (worst - picked) / (worst - best),
    rmse: Math.sqrt(meanOf(predicted.map((p, i) => (p - truth[i]) ** 2))),
  };
}
