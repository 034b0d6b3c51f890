/**
 * The most that one core can do with 128-bit vectors in WebAssembly: twelve independent multiply-add chains that live
 * in registers, no memory. Returns a sum so that nothing is optimised away. `rounds` × 48 multiply-adds of two doubles.
 */
export function doublesPeak(rounds: i32, factor: f64): f64 {
  const x = f64x2.splat(factor);
  let a = f64x2.splat(1), b = f64x2.splat(2), c = f64x2.splat(3), d = f64x2.splat(4), e = f64x2.splat(5), f = f64x2.splat(6);
  let g = f64x2.splat(7), h = f64x2.splat(8), i = f64x2.splat(9), j = f64x2.splat(10), k = f64x2.splat(11), l = f64x2.splat(12);
  for (let round = 0; round < rounds; round++) {
    a = doubles(a, x); b = doubles(b, x); c = doubles(c, x); d = doubles(d, x); e = doubles(e, x); f = doubles(f, x);
    g = doubles(g, x); h = doubles(h, x); i = doubles(i, x); j = doubles(j, x); k = doubles(k, x); l = doubles(l, x);
    a = doubles(a, x); b = doubles(b, x); c = doubles(c, x); d = doubles(d, x); e = doubles(e, x); f = doubles(f, x);
    g = doubles(g, x); h = doubles(h, x); i = doubles(i, x); j = doubles(j, x); k = doubles(k, x); l = doubles(l, x);
    a = doubles(a, x); b = doubles(b, x); c = doubles(c, x); d = doubles(d, x); e = doubles(e, x); f = doubles(f, x);
    g = doubles(g, x); h = doubles(h, x); i = doubles(i, x); j = doubles(j, x); k = doubles(k, x); l = doubles(l, x);
    a = doubles(a, x); b = doubles(b, x); c = doubles(c, x); d = doubles(d, x); e = doubles(e, x); f = doubles(f, x);
    g = doubles(g, x); h = doubles(h, x); i = doubles(i, x); j = doubles(j, x); k = doubles(k, x); l = doubles(l, x);
  }
  const sum = f64x2.add(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)), f64x2.add(f64x2.add(f64x2.add(e, f), f64x2.add(g, h)), f64x2.add(f64x2.add(i, j), f64x2.add(k, l))));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

function doubles(accumulator: v128, x: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(x, x, accumulator);
  return f64x2.add(accumulator, f64x2.mul(accumulator, x));
}
