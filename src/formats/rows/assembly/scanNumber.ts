import { comma, digitAt, letterE, minus, plus, point } from './characters';
import { decimal, exponential, grouped, integer, json, number } from './kinds';
import { powerOfTen, roundDecimal, rounded } from './roundDecimal';

/** The number that was scanned last, and the address behind it. */
export let scanned: f64 = 0;
export let numberEnd: usize = 0;

/** Mantissas that may take one more digit. */
const fullMantissa: u64 = 1844674407370955160;
/** Where kinds are told apart, longer numbers are read as what they are elsewhere. */
const mostDigits: usize = 9;
const mostDecimals: usize = 20;
const mostInPower: usize = 4;
const mostGrouped: usize = 15;

/**
 * Reads the number at `at`: a sign only where the kind may have one, digits with or without a point, an exponent. False where none is there, it
 * is of another kind, or it takes more than is done here to round it correctly.
 */
export function scanNumber(at: usize, kind: i32): bool {
  if (kind == grouped) return scanGrouped(at);
  const negative = kind <= json && load<u8>(at) == minus;
  const first = at + <usize>negative;
  let mantissa: u64 = 0;
  let here = first;
  let digit: u32 = digitAt(here);
  for (; digit <= 9; digit = digitAt(++here)) {
    if (mantissa >= fullMantissa) return false;
    mantissa = mantissa * 10 + digit;
  }
  const whole = here - first;
  let decimals: usize = 0;
  if (load<u8>(here) == point && (kind == number || isDigit(here + 1))) {
    const behindPoint = ++here;
    for (digit = digitAt(here); digit <= 9; digit = digitAt(++here)) {
      if (mantissa >= fullMantissa) return false;
      mantissa = mantissa * 10 + digit;
    }
    decimals = here - behindPoint;
  }
  if (whole + decimals == 0) return false;
  const power = (load<u8>(here) | 32) == letterE ? scanPower(here) : here;
  if (kind == json ? whole == 0 || (whole > 1 && digitAt(first) == 0) : kind != number && !isOfKind(kind, whole, decimals, power != here)) return false;
  numberEnd = power;
  return round(mantissa, (power == here ? 0 : exponent) - <i32>decimals, negative);
}

/** Reads digits in groups of three: 1,234,567. */
function scanGrouped(at: usize): bool {
  let whole: u64 = 0;
  let here = at;
  for (let digit: u32 = digitAt(here); digit <= 9; digit = digitAt(here)) {
    whole = whole * 10 + digit;
    if (++here - at > mostGrouped) return false;
    if (load<u8>(here) == comma && isGroup(here + 1)) here++;
  }
  numberEnd = here;
  scanned = <f64>whole;
  return here > at;
}

function isGroup(at: usize): bool {
  return isDigit(at) && isDigit(at + 1) && isDigit(at + 2) && !isDigit(at + 3);
}

function isDigit(at: usize): bool {
  return digitAt(at) <= 9;
}

function isOfKind(kind: i32, whole: usize, decimals: usize, hasPower: bool): bool {
  if (whole == 0 || whole > mostDigits || decimals > mostDecimals) return false;
  return kind == (hasPower ? exponential : decimals > 0 ? decimal : integer);
}

let exponent: i32 = 0;

/** Reads the power behind the letter at `at` into `exponent`. Address behind its digits; `at` where it has none, or too many. */
function scanPower(at: usize): usize {
  const sign = load<u8>(at, 1);
  const first = at + (sign == minus || sign == plus ? 2 : 1);
  let here = first;
  let power: i32 = 0;
  for (let digit: u32 = digitAt(here); digit <= 9 && here - first < mostInPower; digit = digitAt(++here)) power = power * 10 + digit;
  if (here == first) return at;
  exponent = sign == minus ? -power : power;
  return here;
}

/** Mantissa · 10^power, exactly as long as both are doubles without rounding (Clinger 1990). */
function round(mantissa: u64, power: i32, negative: bool): bool {
  let value: f64;
  if (mantissa <= 1 << 53 && power >= -22 && power <= 22) {
    value = power < 0 ? <f64>mantissa / powerOfTen(-power) : <f64>mantissa * powerOfTen(power);
  } else {
    if (!roundDecimal(mantissa, power)) return false;
    value = rounded;
  }
  scanned = negative ? -value : value;
  return true;
}
