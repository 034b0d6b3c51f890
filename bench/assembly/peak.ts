/**
 * The most that one core can do with 128-bit vectors of doubles in WebAssembly: twelve independent chains that live in registers, no
 * memory. With relaxed SIMD each chain is of multiply-adds; without, six are of products and six of sums, as many of each as the
 * kernels have, so that none waits for another. Returns a sum so that nothing is optimised away.
 */
export function doublesPeak(rounds: i32, factor: f64): f64 {
  const x = f64x2.splat(factor);
  let a = f64x2.splat(1), b = f64x2.splat(2), c = f64x2.splat(3), d = f64x2.splat(4), e = f64x2.splat(5), f = f64x2.splat(6);
  let g = f64x2.splat(7), h = f64x2.splat(8), i = f64x2.splat(9), j = f64x2.splat(10), k = f64x2.splat(11), l = f64x2.splat(12);
  for (let round = 0; round < rounds; round++) {
    a = product(a, x); g = sum(g, x); b = product(b, x); h = sum(h, x); c = product(c, x); i = sum(i, x);
    d = product(d, x); j = sum(j, x); e = product(e, x); k = sum(k, x); f = product(f, x); l = sum(l, x);
    a = product(a, x); g = sum(g, x); b = product(b, x); h = sum(h, x); c = product(c, x); i = sum(i, x);
    d = product(d, x); j = sum(j, x); e = product(e, x); k = sum(k, x); f = product(f, x); l = sum(l, x);
  }
  const all = f64x2.add(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)), f64x2.add(f64x2.add(f64x2.add(e, f), f64x2.add(g, h)), f64x2.add(f64x2.add(i, j), f64x2.add(k, l))));
  return f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1);
}

/** Operations on doubles in one round. */
export function operationsPerRound(): i32 {
  return ASC_FEATURE_RELAXED_SIMD ? 24 * 4 : 24 * 2;
}

function product(chain: v128, x: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(x, x, chain) : f64x2.mul(chain, x);
}

function sum(chain: v128, x: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(x, x, chain) : f64x2.add(chain, x);
}
