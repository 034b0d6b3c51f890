import { multiplyAdd, sumOfLanes } from './lanes';

/** Inner product of two vectors of `size` doubles. */
export function inner(x: usize, y: usize, size: usize): f64 {
  let even: v128 = f64x2.splat(0), odd: v128 = f64x2.splat(0);
  let at: usize = 0;
  for (const whole: usize = (size & ~3) * 8; at < whole; at += 32) {
    even = multiplyAdd<f64>(v128.load(x + at), v128.load(y + at), even);
    odd = multiplyAdd<f64>(v128.load(x + at, 16), v128.load(y + at, 16), odd);
  }
  let sum = sumOfLanes(f64x2.add(even, odd));
  for (const end: usize = size * 8; at < end; at += 8) sum += load<f64>(x + at) * load<f64>(y + at);
  return sum;
}

/** y += factor·x. */
export function addScaled(y: usize, factor: f64, x: usize, size: usize): void {
  const factors = f64x2.splat(factor);
  let at: usize = 0;
  for (const whole: usize = (size & ~3) * 8; at < whole; at += 32) {
    v128.store(y + at, multiplyAdd<f64>(factors, v128.load(x + at), v128.load(y + at)));
    v128.store(y + at, multiplyAdd<f64>(factors, v128.load(x + at, 16), v128.load(y + at, 16)), 16);
  }
  for (const end: usize = size * 8; at < end; at += 8) store<f64>(y + at, load<f64>(y + at) + factor * load<f64>(x + at));
}

/** y += first·x + second·z, in one pass. */
export function addTwoScaled(y: usize, first: f64, x: usize, second: f64, z: usize, size: usize): void {
  const a = f64x2.splat(first), b = f64x2.splat(second);
  let at: usize = 0;
  for (const whole: usize = (size & ~3) * 8; at < whole; at += 32) {
    v128.store(y + at, multiplyAdd<f64>(b, v128.load(z + at), multiplyAdd<f64>(a, v128.load(x + at), v128.load(y + at))));
    v128.store(y + at, multiplyAdd<f64>(b, v128.load(z + at, 16), multiplyAdd<f64>(a, v128.load(x + at, 16), v128.load(y + at, 16))), 16);
  }
  for (const end: usize = size * 8; at < end; at += 8) {
    store<f64>(y + at, load<f64>(y + at) + first * load<f64>(x + at) + second * load<f64>(z + at));
  }
}

export function scale(x: usize, factor: f64, size: usize): void {
  const factors = f64x2.splat(factor);
  let at: usize = 0;
  for (const whole: usize = (size & ~1) * 8; at < whole; at += 16) v128.store(x + at, f64x2.mul(v128.load(x + at), factors));
  for (const end: usize = size * 8; at < end; at += 8) store<f64>(x + at, load<f64>(x + at) * factor);
}
