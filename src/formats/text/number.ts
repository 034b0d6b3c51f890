/**
 * A number as logs write it: `1.01E+01`, `3,502`, `48.3%` (as 48.3), `2.56K`, `nan.0`, `-inf`. Undefined for
 * anything else, and for `None` and `null`.
 */
export function parseNumber(text: string, start = 0, end = text.length): number | undefined {
  const plain = plainDecimal(text, start, end);
  return plain === plain ? plain : parseWritten(text.slice(start, end).trim());
}

/** Index behind the letters, digits, points and signs that stand from `start` on: the end of a number. */
export function numberEnd(text: string, start: number): number {
  let i = start;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < plus || code === comma || code === colon || (code > colon && code < letterA)) break;
  }
  return i;
}

/**
 * Value of `-12.34e-5` between spaces, NaN for anything else. Several times as fast as Number, and as exact: up to
 * 15 digits and powers of ten up to 22 are held without rounding, so that the one division rounds correctly.
 */
function plainDecimal(text: string, start: number, end: number): number {
  let i = skipSpaces(text, start, end);
  const negative = text.charCodeAt(i) === minus;
  if (negative) i++;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  for (; i < end; i++) {
    const digit = text.charCodeAt(i) - zero;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
    } else if (digit === dot - zero && point < 0) point = digits;
    else break;
  }
  if (digits === 0 || digits > exactDigits) return NaN;
  const exponent = powerFrom(text, i, end) - (point < 0 ? 0 : digits - point);
  if (!(exponent >= -22 && exponent <= 22)) return NaN;
  const value = exponent < 0 ? mantissa / powersOfTen[-exponent] : mantissa * powersOfTen[exponent];
  return negative ? -value : value;
}

/** Power of ten that `e-05` names; 0 when nothing follows, NaN when something else does. */
function powerFrom(text: string, start: number, end: number): number {
  if (start >= end) return 0;
  if ((text.charCodeAt(start) | 32) !== letterE) return skipSpaces(text, start, end) >= end ? 0 : NaN;
  const sign = text.charCodeAt(start + 1);
  const first = sign === minus || sign === plus ? start + 2 : start + 1;
  let i = first;
  let power = 0;
  for (; i < end && i < first + 4; i++) {
    const digit = text.charCodeAt(i) - zero;
    if (!(digit >= 0 && digit <= 9)) break;
    power = power * 10 + digit;
  }
  if (i === first || skipSpaces(text, i, end) < end) return NaN;
  return sign === minus ? -power : power;
}

function skipSpaces(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && text.charCodeAt(i) === space) i++;
  return i;
}

const space = 32;
const plus = 43;
const comma = 44;
const minus = 45;
const dot = 46;
const zero = 48;
const colon = 58;
const letterA = 65;
const letterE = 101;
const exactDigits = 15;
const powersOfTen = Array.from({ length: 23 }, (_, power) => 10 ** power);

function parseWritten(text: string): number | undefined {
  const special = specials.get(text.toLowerCase());
  if (special !== undefined) return special;
  const match = /^([-+]?[\d,]*\.?\d*(?:e[-+]?\d+)?)\s*([%KMBT]?)$/i.exec(text);
  if (!match || !/\d/.test(match[1])) return undefined;
  const value = Number(match[1].replaceAll(',', ''));
  return Number.isNaN(value) ? undefined : value * (scales.get(match[2].toUpperCase()) ?? 1);
}

const specials = new Map<string, number>([
  ['nan', NaN], ['nan.0', NaN], ['-nan', NaN], ['+nan', NaN],
  ['inf', Infinity], ['+inf', Infinity], ['inf.0', Infinity], ['infinity', Infinity], ['+infinity', Infinity],
  ['-inf', -Infinity], ['-inf.0', -Infinity], ['-infinity', -Infinity],
]);

/** How much of its unit stands behind a number, as in `2.56K`; undefined without one. */
export function scaleBehind(written: string): number | undefined {
  return /\d[KMBT]$/i.test(written) ? scales.get(written.slice(-1).toUpperCase()) : undefined;
}

const scales = new Map([['K', 1e3], ['M', 1e6], ['B', 1e9], ['T', 1e12]]);
