/**
 * Reads decimal numbers out of the bytes of a text without making strings, correctly rounded: numbers of up to 15 digits exactly as in
 * Clinger (1990), longer ones with twice the precision, and by the engine where even that leaves the last bit open.
 */
export class NumberScanner {
  /** Index behind the number that was found last; where the scan started when there was none. */
  end = 0;
  /** The digits of the mantissa: their number from the first that is not zero, the first nine, and those behind. */
  #digits = 0;
  #high = 0;
  #low = 0;
  /** Minus the number of digits behind the point. */
  #exponent = 0;

  /** The number that starts at `at`; NaN with `end` at `at` when none does. */
  scan(text: Uint8Array, at: number): number {
    this.end = at;
    const negative = text[at] === minus;
    const first = negative || text[at] === plus ? at + 1 : at;
    let index = this.#scanMantissa(text, first);
    if (index === first) return this.#word(text, first, negative);
    this.end = index;
    const power = (text[index] | 32) === letterE ? this.#scanPower(text, index + 1) : 0;
    index = this.end;
    let magnitude = this.#digits > longest ? NaN : assemble(this.#high, this.#low, this.#digits, this.#exponent + power);
    if (magnitude !== magnitude) magnitude = Number(ascii(text, first, index));
    return negative ? -magnitude : magnitude;
  }

  /** Index behind the digits and the point; `at` when there are no digits. */
  #scanMantissa(text: Uint8Array, at: number): number {
    let high = 0;
    let low = 0;
    let digits = 0;
    let point = -1;
    let index = at;
    for (; ; index++) {
      const digit = text[index] - zero;
      if (digit >= 0 && digit <= 9) {
        // Nine digits fit into 32 bits; beyond twice nine, what has been gathered is not used.
        if (digits < 9) high = (high * 10 + digit) | 0;
        else low = (low * 10 + digit) | 0;
        if (high > 0) digits++;
      } else if (digit === dot && point < 0) point = index;
      else break;
    }
    this.#digits = digits;
    this.#high = high;
    this.#low = low;
    this.#exponent = point < 0 ? 0 : point + 1 - index;
    return index - at === (point < 0 ? 0 : 1) ? at : index;
  }

  /** Digits of an exponent; `end` moves behind them when there are any. */
  #scanPower(text: Uint8Array, at: number): number {
    let index = at;
    let code = text[index];
    const negative = code === minus;
    if (negative || code === plus) code = text[++index];
    const first = index;
    let value = 0;
    for (; code >= zero && code <= zero + 9; code = text[++index]) value = Math.min(value * 10 + code - zero, 9999);
    if (index > first) this.end = index;
    return negative ? -value : value;
  }

  /** NaN and infinities as C, Python and JavaScript write them. */
  #word(text: Uint8Array, first: number, negative: boolean): number {
    const code = text[first] | 32;
    if (code !== letterN && code !== letterI) return NaN;
    const word = nonFinite.exec(ascii(text, first, Math.min(first + 9, text.length)))?.[0];
    if (word === undefined) return NaN;
    this.end = first + word.length;
    if (code === letterN) return NaN;
    return negative ? -Infinity : Infinity;
  }
}

const nonFinite = /^(?:nan(?:\.0)?|inf(?:inity)?)(?![\w.])/i;
const zero = 48;
const minus = 45;
const plus = 43;
/** The point, as a digit. */
const dot = 46 - zero;
const letterE = 101;
const letterN = 110;
const letterI = 105;
/** Significant digits that two halves of nine hold. */
const longest = 18;
/** Powers of ten that are exact doubles. */
const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** From here on, not every integer is a double. */
const exactIntegers = 2 ** 53;

/** (high · 10^k + low) · 10^exponent, where low has k = digits − 9 digits; NaN when its last bit is not certain. */
function assemble(high: number, low: number, digits: number, exponent: number): number {
  if (exponent > 22 || exponent < -22) return high === 0 ? 0 : NaN;
  const upper = digits > 9 ? high * powers[digits - 9] : high;
  const mantissa = upper + low;
  if (mantissa < exactIntegers) return exponent < 0 ? mantissa / powers[-exponent] : mantissa * powers[exponent];
  return exponent < 0 ? quotient(upper, low, powers[-exponent]) : NaN;
}

/**
 * (upper + lower) / divisor for exact parts, by one step of long division with the remainder from Dekker's exact
 * product (Numerische Mathematik 18, 1971); NaN when its error, below 2^-97 of the result, could change the last bit.
 */
function quotient(upper: number, lower: number, divisor: number): number {
  const sum = upper + lower;
  const lost = lower - (sum - upper);
  const first = sum / divisor;
  const product = first * divisor;
  const a = upperHalf(first);
  const b = upperHalf(divisor);
  const error = a * b - product + a * (divisor - b) + (first - a) * b + (first - a) * (divisor - b);
  const second = (sum - product - error + lost) / divisor;
  const tolerance = first * 2 ** -97;
  const value = first + (second - tolerance);
  return value === first + (second + tolerance) ? value : NaN;
}

/** The upper 26 bits of a double (Veltkamp's splitting). */
function upperHalf(value: number): number {
  const scaled = value * 134217729;
  return scaled - (scaled - value);
}

function ascii(text: Uint8Array, start: number, end: number): string {
  let made = '';
  for (let i = start; i < end; i++) made += String.fromCharCode(text[i]);
  return made;
}
