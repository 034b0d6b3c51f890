import { colon, comma, digitAt, letterT, minus, point, slash, space } from './characters';

/** What was scanned last, and the address behind it. */
export let clockValue: f64 = 0;
export let clockEnd: usize = 0;

const fractionDigits: usize = 6;
const longestHours: usize = 9;

/** Reads `2025-12-17 01:18:26,708` into milliseconds since 1970, as if it were the time in Greenwich. */
export function scanClock(at: usize): bool {
  const century = digits(at, 2);
  const month = digits(at + 5, 2);
  const day = digits(at + 8, 2);
  const hour = digits(at + 11, 2);
  const minute = digits(at + 14, 2);
  const second = digits(at + 17, 2);
  if ((century != 19 && century != 20) || !isOfDate(load<u8>(at, 4)) || !isOfDate(load<u8>(at, 7)) || digits(at + 2, 2) < 0) return false;
  if (month < 1 || month > 12 || day < 1 || day > 31 || !isBeforeTime(load<u8>(at, 10))) return false;
  if (hour < 0 || hour > 23 || !isSexagesimal(minute) || !isSexagesimal(second) || load<u8>(at, 13) != colon || load<u8>(at, 16) != colon) return false;
  const minutes = (<i64>daysUntil(digits(at, 4), month, day) * 24 + hour) * 60 + minute;
  clockEnd = at + 19;
  clockValue = <f64>((minutes * 60 + second) * 1000 + milliseconds(clockEnd));
  return true;
}

/** Reads `2:30:03` or `30:03` into seconds. */
export function scanDuration(at: usize): bool {
  const first = digitsFrom(at);
  if (first == 0 || load<u8>(at + first) != colon) return false;
  const second = digitsFrom(at + first + 1);
  const behind = at + first + 1 + second;
  const hasHours = load<u8>(behind) == colon;
  if (hasHours ? first > longestHours || second < 1 || second > 2 || digitsFrom(behind + 1) != 2 : first > 2 || second != 2) return false;
  const higher = digits(at, first);
  const lower = digits(at + first + 1, second);
  clockEnd = hasHours ? behind + 3 : behind;
  clockValue = hasHours ? <f64>higher * 3600 + <f64>(lower * 60 + digits(behind + 1, 2)) : <f64>(higher * 60 + lower);
  return true;
}

/** The number that so many digits make, −1 where others stand there. */
function digits(at: usize, count: usize): i32 {
  let value: i32 = 0;
  for (let i: usize = 0; i < count; i++) {
    const digit = digitAt(at + i);
    if (digit > 9) return -1;
    value = value * 10 + <i32>digit;
  }
  return value;
}

function digitsFrom(at: usize): usize {
  let here = at;
  while (digitAt(here) <= 9) here++;
  return here - at;
}

/** Thousandths of a second that stand behind it, of up to six decimals; moves `clockEnd` behind them. */
function milliseconds(at: usize): i32 {
  if (load<u8>(at) != comma && load<u8>(at) != point) return 0;
  const count = min(digitsFrom(at + 1), fractionDigits);
  if (count == 0) return 0;
  clockEnd = at + 1 + count;
  return count == 1 ? digits(at + 1, 1) * 100 : count == 2 ? digits(at + 1, 2) * 10 : digits(at + 1, 3);
}

/** Days from 1970 to a day of the Gregorian calendar; years are counted from March, so that the leap day is their last. */
function daysUntil(year: i32, month: i32, day: i32): i32 {
  const started = month > 2 ? year : year - 1;
  const ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return started * 365 + started / 4 - started / 100 + started / 400 + ofYear - 719468;
}

function isOfDate(separator: u8): bool {
  return separator == minus || separator == slash;
}

function isBeforeTime(separator: u8): bool {
  return separator == space || separator == letterT;
}

function isSexagesimal(value: i32): bool {
  return value >= 0 && value < 60;
}
