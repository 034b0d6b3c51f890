import { powersOfFive, powersOfTen } from './layout';

/** What roundDecimal found. */
export let rounded: f64 = 0;

const smallestPower: i32 = -80;
const largestPower: i32 = 60;
const smallestNormal: i32 = 1;
const infinity: i32 = 0x7ff;
const hiddenBit: u64 = 1 << 52;

export function powerOfTen(power: i32): f64 {
  return load<f64>(powersOfTen + (<usize>power << 3));
}

/**
 * The double nearest to mantissa · 10^power (Lemire, Number parsing at a gigabyte per second, 2021). False where the power is out of the
 * table, the result is no normal double, or 128 bits do not tell.
 */
export function roundDecimal(mantissa: u64, power: i32): bool {
  if (mantissa == 0) {
    rounded = 0;
    return true;
  }
  if (power < smallestPower || power > largestPower) return false;
  const shift = <i32>clz(mantissa);
  multiplyByFive(mantissa << shift, power);
  if (low == u64.MAX_VALUE && (power < -27 || power > 55)) return false;
  const upper = <i32>(high >> 63);
  let bits = high >> (upper + 9);
  let exponent = ((217706 * power) >> 16) + 63 + upper - shift + 1023;
  if (exponent < smallestNormal) return false;
  const isTie = low <= 1 && power >= -4 && power <= 23 && (bits & 3) == 1 && bits << (upper + 9) == high;
  if (isTie) bits &= ~1;
  bits = (bits + (bits & 1)) >> 1;
  if (bits >= hiddenBit << 1) {
    bits = hiddenBit;
    exponent++;
  }
  if (exponent >= infinity) return false;
  rounded = reinterpret<f64>((bits & ~hiddenBit) | <u64>exponent << 52);
  return true;
}

/** Upper and lower half of the last product. */
let high: u64 = 0;
let low: u64 = 0;

/** The upper 128 bits of the mantissa times 5^power, as far as they are needed. */
function multiplyByFive(mantissa: u64, power: i32): void {
  const entry = powersOfFive + (<usize>(power - smallestPower) << 4);
  multiply(mantissa, load<u64>(entry, 8));
  if ((high & 0x1ff) != 0x1ff) return;
  const firstHigh = high;
  const firstLow = low;
  multiply(mantissa, load<u64>(entry));
  low = firstLow + high;
  high = firstHigh + <u64>(high > low);
}

/** The 128 bits of a product. */
function multiply(a: u64, b: u64): void {
  const lowLow = (a & 0xffffffff) * (b & 0xffffffff);
  const highLow = (a >> 32) * (b & 0xffffffff);
  const lowHigh = (a & 0xffffffff) * (b >> 32);
  const middle = (lowLow >> 32) + (highLow & 0xffffffff) + lowHigh;
  high = (a >> 32) * (b >> 32) + (highLow >> 32) + (middle >> 32);
  low = (middle << 32) | (lowLow & 0xffffffff);
}
