/**
 * Reads decimal numbers out of the bytes of a text without making strings, correctly rounded: numbers of up to 15 digits exactly as in
 * Clinger (1990), longer ones with twice the precision, and by the engine where even that leaves the last bit open.
 */
export class NumberScanner {
  /** The number that was found last. In an array, because doubles that functions return are put on the heap. */
  readonly found = new Float64Array(1);
  /** Mantissa: high · 10^lowDigits + low, each of at most nine digits, where there are not too many. */
  #high = 0;
  #low = 0;
  #lowDigits = 0;
  #exponent = 0;

  /** Reads the number that starts at `at` into `found`. Returns the index behind it; `at` when there is none. */
  scan(text: Uint8Array, at: number): number {
    const negative = text[at] === minus;
    const first = negative || text[at] === plus ? at + 1 : at;
    let high = 0;
    let low = 0;
    let lowDigits = 0;
    let fraction = 0;
    let index = first;
    for (; ; index++) {
      const digit = text[index] - zero;
      if (digit >= 0 && digit <= 9) {
        if (high < 1e8) high = (high * 10 + digit) | 0;
        else {
          low = (low * 10 + digit) | 0;
          lowDigits++;
        }
      } else if (digit === dot - zero && fraction === 0) fraction = index + 1;
      else break;
    }
    if (index - first < 2 && (index === first || fraction > 0)) return this.#word(text, at, first);
    this.#exponent = fraction === 0 ? 0 : fraction - index;
    this.#high = high;
    this.#low = low;
    this.#lowDigits = lowDigits;
    return this.#finish(text, at, first, index);
  }

  #finish(text: Uint8Array, at: number, first: number, mantissaEnd: number): number {
    const end = (text[mantissaEnd] | 32) === letterE ? this.#scanPower(text, mantissaEnd) : mantissaEnd;
    const exponent = this.#exponent;
    if (this.#lowDigits === 0 && exponent <= 0 && exponent >= -22) this.found[0] = this.#high / powers[-exponent];
    else this.#assemble(text, first, end);
    if (text[at] === minus) this.found[0] = -this.found[0];
    return end;
  }

  /** Adds the power behind the letter at `at`. Index behind its digits; `at` when it has none. */
  #scanPower(text: Uint8Array, at: number): number {
    const negative = text[at + 1] === minus;
    const first = negative || text[at + 1] === plus ? at + 2 : at + 1;
    let index = first;
    let power = 0;
    for (; text[index] >= zero && text[index] <= zero + 9; index++) power = Math.min(power * 10 + text[index] - zero, 9999);
    if (index === first) return at;
    this.#exponent += negative ? -power : power;
    return index;
  }

  #assemble(text: Uint8Array, first: number, end: number): void {
    const exponent = this.#exponent;
    const small = exponent <= 22 && exponent >= -22 && this.#lowDigits <= 9;
    const mantissa = small ? this.#high * powers[this.#lowDigits] + this.#low : 0;
    if (small && mantissa < exactIntegers) this.found[0] = exponent < 0 ? mantissa / powers[-exponent] : mantissa * powers[exponent];
    else if (!small || exponent >= 0 || !this.#divide()) this.found[0] = Number(ascii(text, first, end));
  }

  /**
   * Mantissa over a power of ten, by one step of long division with the remainder from Dekker's exact product
   * (Numerische Mathematik 18, 1971); false when its error, below 2^-97 of the result, could change the last bit.
   */
  #divide(): boolean {
    const upper = this.#high * powers[this.#lowDigits];
    const lower = this.#low;
    const divisor = powers[-this.#exponent];
    const sum = upper + lower;
    const lost = lower - (sum - upper);
    const first = sum / divisor;
    const product = first * divisor;
    // The upper 26 bits of both factors (Veltkamp's splitting).
    const a = first * splitter - (first * splitter - first);
    const b = divisor * splitter - (divisor * splitter - divisor);
    const error = a * b - product + a * (divisor - b) + (first - a) * b + (first - a) * (divisor - b);
    const second = (sum - product - error + lost) / divisor;
    const tolerance = first * 2 ** -97;
    const value = first + (second - tolerance);
    this.found[0] = value;
    return value === first + (second + tolerance);
  }

  /** NaN and infinities as C, Python and JavaScript write them. */
  #word(text: Uint8Array, at: number, first: number): number {
    const code = text[first] | 32;
    if (code !== letterN && code !== letterI) return at;
    const word = nonFinite.exec(ascii(text, first, Math.min(first + 9, text.length)))?.[0];
    if (word === undefined) return at;
    this.found[0] = code === letterN ? NaN : text[at] === minus ? -Infinity : Infinity;
    return first + word.length;
  }
}

const nonFinite = /^(?:nan(?:\.0)?|inf(?:inity)?)(?![\w.])/i;
const zero = 48;
const minus = 45;
const plus = 43;
const dot = 46;
const letterE = 101;
const letterN = 110;
const letterI = 105;
/** Powers of ten that are exact doubles. */
const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** From here on, not every integer is a double. */
const exactIntegers = 2 ** 53;

const splitter = 2 ** 27 + 1;

/** Short pieces of ASCII as a string, faster than a decoder makes them. */
export function ascii(text: Uint8Array, start: number, end: number): string {
  let made = '';
  for (let i = start; i < end; i++) made += String.fromCharCode(text[i]);
  return made;
}
