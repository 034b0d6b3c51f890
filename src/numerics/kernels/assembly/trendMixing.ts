import { sumOfLanes } from './lanes';
import { factor, factorFactor, level, levelFactor, levelLevel, levelSlope, pairBytes, prior, slope, slopeFactor, slopeSlope, weight } from './trendColumns';

/**
 * Adds to nine doubles at `into` what a family of hypotheses, which measures slopes in a unit of its own, adds to the moments of the bank:
 * weighted, the three means (the level from `centre`) and the six second moments.
 *
 * @param unit of the common slopes in that of the family
 */
export function gatherTrends(from: usize, to: usize, unit: f64, centre: f64, into: usize): void {
  const u = f64x2.splat(unit), c = f64x2.splat(centre);
  let l: v128 = f64x2.splat(0), g = l, b = l, ll = l, lg = l, lb = l, gg = l, gb = l, bb = l;
  for (let at: usize = from; at < to; at += pairBytes) {
    const own = v128.load(at, weight);
    const x = f64x2.sub(v128.load(at, level), c), y = f64x2.mul(u, v128.load(at, slope)), z = v128.load(at, factor);
    l = added(l, own, x);
    g = added(g, own, y);
    b = added(b, own, z);
    ll = added(ll, own, f64x2.add(v128.load(at, levelLevel), f64x2.mul(x, x)));
    lg = added(lg, own, f64x2.add(f64x2.mul(u, v128.load(at, levelSlope)), f64x2.mul(x, y)));
    lb = added(lb, own, f64x2.add(v128.load(at, levelFactor), f64x2.mul(x, z)));
    gg = added(gg, own, f64x2.add(f64x2.mul(f64x2.mul(u, u), v128.load(at, slopeSlope)), f64x2.mul(y, y)));
    gb = added(gb, own, f64x2.add(f64x2.mul(u, v128.load(at, slopeFactor)), f64x2.mul(y, z)));
    bb = added(bb, own, f64x2.add(v128.load(at, factorFactor), f64x2.mul(z, z)));
  }
  add(into, 0, l); add(into, 8, g); add(into, 16, b);
  add(into, 24, ll); add(into, 32, lg); add(into, 40, lb); add(into, 48, gg); add(into, 56, gb); add(into, 64, bb);
}

/**
 * Lets weight flow back to the prior, and with it what the bank believes as a whole: each hypothesis then believes the normal distribution
 * with the moments of what stayed and what came.
 *
 * @param kept share of the weights that stays, over their sum
 * @param flowing share that flows
 * @param unit of the family's slopes in the common one
 * @param moments nine doubles: means of level, slope and factor, then the covariances LL, Lg, Lb, gg, gb, bb
 */
export function mixTrends(from: usize, to: usize, kept: f64, flowing: f64, unit: f64, moments: usize): void {
  const u = f64x2.splat(unit);
  const l = v128.load64_splat(moments), g = f64x2.mul(u, v128.load64_splat(moments, 8)), b = v128.load64_splat(moments, 16);
  const ll = v128.load64_splat(moments, 24), lg = f64x2.mul(u, v128.load64_splat(moments, 32)), lb = v128.load64_splat(moments, 40);
  const gg = f64x2.mul(f64x2.mul(u, u), v128.load64_splat(moments, 48)), gb = f64x2.mul(u, v128.load64_splat(moments, 56)), bb = v128.load64_splat(moments, 64);
  for (let at: usize = from; at < to; at += pairBytes) {
    const came = f64x2.mul(f64x2.splat(flowing), v128.load(at, prior));
    const after = f64x2.add(f64x2.mul(f64x2.splat(kept), v128.load(at, weight)), came);
    // A place that is empty has no weight at all.
    const share = f64x2.div(came, f64x2.max(after, f64x2.splat(1e-300)));
    const both = f64x2.mul(share, f64x2.sub(f64x2.splat(1), share));
    const x = v128.load(at, level), y = v128.load(at, slope), z = v128.load(at, factor);
    const dx = f64x2.sub(l, x), dy = f64x2.sub(g, y), dz = f64x2.sub(b, z);
    v128.store(at, after, weight);
    v128.store(at, added(x, share, dx), level);
    v128.store(at, added(y, share, dy), slope);
    v128.store(at, added(z, share, dz), factor);
    const sx = f64x2.mul(both, dx), sy = f64x2.mul(both, dy);
    v128.store(at, between(v128.load(at, levelLevel), ll, share, sx, dx), levelLevel);
    v128.store(at, between(v128.load(at, levelSlope), lg, share, sx, dy), levelSlope);
    v128.store(at, between(v128.load(at, levelFactor), lb, share, sx, dz), levelFactor);
    v128.store(at, between(v128.load(at, slopeSlope), gg, share, sy, dy), slopeSlope);
    v128.store(at, between(v128.load(at, slopeFactor), gb, share, sy, dz), slopeFactor);
    v128.store(at, between(v128.load(at, factorFactor), bb, share, f64x2.mul(both, dz), dz), factorFactor);
  }
}

/** From a covariance the share towards another, plus what the distance of the means adds. */
function between(own: v128, other: v128, share: v128, scaled: v128, distance: v128): v128 {
  return f64x2.add(added(own, share, f64x2.sub(other, own)), f64x2.mul(scaled, distance));
}

function added(sum: v128, weight: v128, value: v128): v128 {
  return f64x2.add(sum, f64x2.mul(weight, value));
}

function add(into: usize, offset: usize, value: v128): void {
  store<f64>(into + offset, load<f64>(into + offset) + sumOfLanes(value));
}
