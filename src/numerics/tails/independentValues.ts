import type { SeriesPreparation } from '../../model/tail';
import { meanOf } from '../meanOf';
import { RunningMedian } from '../runningMedian';

/** A positive series made into values that are nearly independent and of one level. */
export interface IndependentValues extends SeriesPreparation {
  readonly values: Float64Array;
}

/** Divides a series by its running median over a twentieth of it, and keeps one value per autocorrelation time. */
export function independentValues(series: ArrayLike<number>): IndependentValues {
  const positive = Float64Array.from(series).filter((value) => value > 0 && value < Infinity);
  const window = Math.min(positive.length, Math.max(shortestWindow, Math.round(positive.length / 20))) | 1;
  const level = centredMedian(positive, window);
  const ratios = positive.map((value, i) => value / level[i]);
  const autocorrelationTime = integratedAutocorrelationTime(ratios.map(Math.log));
  const stride = Math.round(autocorrelationTime);
  return {
    values: ratios.filter((_, i) => i % stride === 0),
    points: positive.length, window, autocorrelationTime, stride,
    effectiveSize: positive.length / autocorrelationTime,
  };
}

/** Enough points for a median that single ones do not move. */
const shortestWindow = 51;

/** Median of the window around each point, at the ends that of the first and last whole one. */
function centredMedian(values: Float64Array, window: number): Float64Array {
  const half = window >> 1;
  const running = new RunningMedian(window);
  const medians = new Float64Array(values.length);
  values.forEach((value, i) => {
    running.push(value);
    if (i >= half) medians[i - half] = running.median;
  });
  medians.fill(medians[Math.min(half, Math.max(0, values.length - 1 - half))], 0, Math.min(half, values.length));
  medians.fill(running.median, Math.max(0, values.length - half));
  return medians;
}

/**
 * 1 + 2·Σ of the autocorrelations up to the first lag that is five times the sum so far (Sokal 1997, section 3.3); at least 1. A constant
 * series has no correlations and gives 1.
 */
export function integratedAutocorrelationTime(values: Float64Array): number {
  const n = values.length;
  const mean = meanOf(values);
  const centred = values.map((value) => value - mean);
  const variance = laggedProduct(centred, 0);
  if (!(variance > 0)) return 1;
  let time = 1;
  for (let lag = 1; lag < n / 2 && lag < 5 * time; lag++) time += (2 * laggedProduct(centred, lag)) / variance;
  return Math.max(1, time);
}

function laggedProduct(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < centred.length; i++) sum += centred[i] * centred[i - lag];
  return sum / centred.length;
}
