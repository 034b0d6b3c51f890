import { exponential } from './exponential';
import { sumOfLanes } from './lanes';
import {
  density, exponent, factor, factorFactor, level, levelDrift, levelFactor, levelLevel, levelSlope, noise, outliers, pairBytes, prior, slope,
  slopeDrift, slopeFactor, slopeSlope, weight, widening,
} from './trendColumns';

/**
 * One step of the Kalman filters of the hypotheses from one address to before another, laid out as in trendColumns.ts: predicts, corrects
 * by the observation and keeps how probable it was. They all have the same delay and damping and so share `elapsed`, `kept` and `reach`
 * (see followTrend.ts). Nothing is fused, so that every engine rounds alike and decides alike.
 *
 * @returns the greatest of the exponents
 */
export function filterTrends(
  from: usize, to: usize, elapsed: f64, kept: f64, reach: f64, departed: f64, covariate: f64, value: f64, count: f64,
): f64 {
  const one = f64x2.splat(1), z = f64x2.splat(covariate), keep = f64x2.splat(kept), move = f64x2.splat(reach);
  let most = f64x2.splat(-Infinity);
  for (let at: usize = from; at < to; at += pairBytes) {
    const wander = times(v128.load(at, slopeDrift), f64x2.splat(elapsed));
    const drift = plus(times(v128.load(at, levelDrift), f64x2.splat(elapsed)), f64x2.splat(departed));
    const gg = v128.load(at, slopeSlope), lg = v128.load(at, levelSlope), gb = v128.load(at, slopeFactor), bb = v128.load(at, factorFactor);
    const predicted = minus(v128.load(at, level), times(move, v128.load(at, slope)));
    const spread = times(move, minus(times(move, gg), plus(lg, lg)));
    const pll = plus(plus(v128.load(at, levelLevel), spread), plus(drift, times(wander, f64x2.splat((elapsed * elapsed) / 3))));
    const plg = minus(times(keep, minus(lg, times(move, gg))), times(wander, f64x2.splat(elapsed / 2)));
    const plb = minus(v128.load(at, levelFactor), times(move, gb));
    const pgg = plus(times(f64x2.splat(kept * kept), gg), wander);
    const pgb = times(keep, gb);
    const c0 = plus(pll, times(z, plb));
    const c1 = plus(plg, times(z, pgb));
    const c2 = plus(plb, times(z, bb));

    const own = times(v128.load(at, noise), f64x2.splat(1 / count));
    const variance = plus(plus(c0, times(z, c2)), own);
    const surprise = minus(minus(f64x2.splat(value), predicted), times(z, v128.load(at, factor)));
    const square = times(surprise, surprise);
    const sure = f64x2.div(one, variance);
    const unsure = f64x2.div(one, plus(variance, times(v128.load(at, widening), own)));
    const gap = minus(sure, unsure);
    // Both densities but for the factor exp(−square·unsure / 2), which may be too small for a double.
    const expected = minus(one, v128.load(at, outliers));
    const usualDensity = times(times(expected, f64x2.sqrt(sure)), exponential(times(f64x2.splat(-0.5), times(square, gap))));
    const bothDensities = plus(usualDensity, times(v128.load(at, outliers), f64x2.sqrt(unsure)));
    const usual = f64x2.div(usualDensity, bothDensities);
    const precision = plus(unsure, times(usual, gap));
    const shrink = minus(precision, times(times(usual, minus(one, usual)), times(square, times(gap, gap))));
    const pull = times(surprise, precision);
    const improbable = times(f64x2.splat(-0.5), times(square, unsure));
    most = f64x2.max(most, improbable);

    const s0 = times(c0, shrink), s1 = times(c1, shrink);
    v128.store(at, plus(predicted, times(c0, pull)), level);
    v128.store(at, plus(times(keep, v128.load(at, slope)), times(c1, pull)), slope);
    v128.store(at, plus(v128.load(at, factor), times(c2, pull)), factor);
    v128.store(at, minus(pll, times(c0, s0)), levelLevel);
    v128.store(at, minus(plg, times(c1, s0)), levelSlope);
    v128.store(at, minus(plb, times(c2, s0)), levelFactor);
    v128.store(at, minus(pgg, times(c1, s1)), slopeSlope);
    v128.store(at, minus(pgb, times(c2, s1)), slopeFactor);
    v128.store(at, minus(bb, times(c2, times(c2, shrink))), factorFactor);
    v128.store(at, bothDensities, density);
    v128.store(at, improbable, exponent);
  }
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/**
 * The weights after an observation: each times how probable it made the observation.
 *
 * @param most the greatest of the exponents
 * @returns the sum of the weights
 */
export function weighTrends(from: usize, to: usize, most: f64): f64 {
  let sum = f64x2.splat(0);
  for (let at: usize = from; at < to; at += pairBytes) {
    const probable = times(v128.load(at, density), exponential(minus(v128.load(at, exponent), f64x2.splat(most))));
    const after = times(v128.load(at, weight), probable);
    v128.store(at, after, weight);
    sum = plus(sum, after);
  }
  return sumOfLanes(sum);
}

function plus(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

function minus(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

function times(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}
