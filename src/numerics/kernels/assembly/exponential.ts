/**
 * e^x of two doubles, x ≤ 0; below −708 that of −708. Error below 1e-15 of the result: x = k·ln 2 + r with |r| ≤ ln 2 / 2, and e^r by the
 * rational approximation of fdlibm's exp (Sun Microsystems 1993).
 */
export function exponential(x: v128): v128 {
  const bounded = f64x2.max(x, f64x2.splat(-708));
  const shifted = f64x2.add(f64x2.mul(bounded, f64x2.splat(1.4426950408889634)), f64x2.splat(roundingShift));
  const k = f64x2.sub(shifted, f64x2.splat(roundingShift));
  const high = f64x2.sub(bounded, f64x2.mul(k, f64x2.splat(6.93147180369123816490e-01)));
  const low = f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10));
  const r = f64x2.sub(high, low);
  const c = f64x2.sub(r, evenPart(f64x2.mul(r, r)));
  const ratio = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const power = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, ratio), high));
  // The lowest bits of the shifted number are k, which is added to the exponent.
  return i64x2.add(power, i64x2.shl(shifted, 52));
}

/** r²·(P1 + r²·(P2 + …)), so that r·coth(r/2) ≈ 2 + evenPart(r²). */
function evenPart(square: v128): v128 {
  let sum = f64x2.splat(4.13813679705723846039e-08);
  sum = f64x2.add(f64x2.splat(-1.65339022054652515390e-06), f64x2.mul(square, sum));
  sum = f64x2.add(f64x2.splat(6.61375632143793436117e-05), f64x2.mul(square, sum));
  sum = f64x2.add(f64x2.splat(-2.77777777770155933842e-03), f64x2.mul(square, sum));
  sum = f64x2.add(f64x2.splat(1.66666666666666019037e-01), f64x2.mul(square, sum));
  return f64x2.mul(square, sum);
}

/** 1.5·2^52: a number of moderate size that is added to it is rounded to a whole one. */
const roundingShift: f64 = 6755399441055744;
