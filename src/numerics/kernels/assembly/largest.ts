/**
 * Bits of the largest magnitude among `count` singles, a multiple of 16. Without their sign, singles are in the order of
 * their bits, infinity behind all numbers and NaN behind it.
 */
export function largestSingle(from: usize, count: usize): i32 {
  let a = i32x4.splat(0), b = i32x4.splat(0), c = i32x4.splat(0), d = i32x4.splat(0);
  for (const end: usize = from + count * 4; from < end; from += 64) {
    a = i32x4.max_s(a, magnitudes(v128.load(from)));
    b = i32x4.max_s(b, magnitudes(v128.load(from, 16)));
    c = i32x4.max_s(c, magnitudes(v128.load(from, 32)));
    d = i32x4.max_s(d, magnitudes(v128.load(from, 48)));
  }
  const all = i32x4.max_s(i32x4.max_s(a, b), i32x4.max_s(c, d));
  return max(max(i32x4.extract_lane(all, 0), i32x4.extract_lane(all, 1)), max(i32x4.extract_lane(all, 2), i32x4.extract_lane(all, 3)));
}

function magnitudes(singles: v128): v128 {
  return v128.and(singles, i32x4.splat(0x7fffffff));
}
