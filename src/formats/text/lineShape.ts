/** Where a number stands in a line. */
export interface NumberSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * What a line is beside its numbers: lines of one shape are the same but for the digits of plain numbers, with a point and an exponent
 * where the other has them. Digits behind a letter belong to a word.
 */
export class LineShape {
  /** The numbers of the line that the shape was taken from, without their signs. */
  readonly spans: readonly NumberSpan[];
  readonly #kinds: readonly NumberKind[];
  /** What stands before each number, and behind the last. */
  readonly #between: readonly string[];

  constructor(line: string) {
    const found = [...line.matchAll(plainNumber)].filter(({ index }) => !inWord.test(line.charAt(index - 1)));
    this.spans = found.map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
    this.#kinds = found.map(([, fraction, exponent]) => (exponent !== undefined ? 'exponent' : fraction !== undefined ? 'decimal' : 'integer'));
    this.#between = [...this.spans, undefined].map((span, i) => line.slice(i === 0 ? 0 : this.spans[i - 1].end, span?.start));
  }

  /** Puts the numbers of a line of this shape, without their signs, into `values`; false when the line has another shape. */
  read(line: string, values: Float64Array): boolean {
    let at = 0;
    for (let i = 0; i < this.#kinds.length; i++) {
      if (!line.startsWith(this.#between[i], at)) return false;
      const start = at + this.#between[i].length;
      at = endOfNumber(line, start, this.#kinds[i]);
      if (at === start) return false;
      values[i] = at - start > exactDigits || this.#kinds[i] === 'exponent' ? Number(line.slice(start, at)) : plainNumberAt(line, start, at);
    }
    const last = this.#between[this.#kinds.length];
    return line.length === at + last.length && line.endsWith(last);
  }

  /** The index of the number that is line[start, end), of the line that the shape was taken from; −1 where that is not just a number. */
  indexOf(start: number, end: number): number {
    return this.spans.findIndex((span) => span.start === start && span.end === end);
  }

  /** Whether a number stands in line[start, end) or reaches into it. */
  hasNumberIn(start: number, end: number): boolean {
    return this.spans.some((span) => span.start < end && span.end > start);
  }
}

type NumberKind = 'integer' | 'decimal' | 'exponent';

const plainNumber = /\d+(\.\d+)?(e[-+]?\d+)?/gi;
const inWord = /[a-z_]/i;
/** Digits and a point that are held without rounding, so that the one division rounds correctly. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, power) => 10 ** power);

function plainNumberAt(line: string, start: number, end: number): number {
  let mantissa = 0;
  let decimals = 0;
  for (let i = start; i < end; i++) {
    const code = line.charCodeAt(i);
    if (code === point) decimals = end - i - 1;
    else mantissa = mantissa * 10 + code - zero;
  }
  return mantissa / powersOfTen[decimals];
}

/** Longer numbers are read as what they are elsewhere. */
const [mostDigits, mostDecimals] = [9, 20];

/** Index behind the number of this kind that begins at `start`; `start` where there is none, or one of another kind. */
function endOfNumber(line: string, start: number, kind: NumberKind): number {
  let end = endOfDigits(line, start, mostDigits);
  if (end === start) return start;
  if (line.charCodeAt(end) === point && isDigit(line, end + 1)) {
    if (kind === 'integer') return start;
    end = endOfDigits(line, end + 1, mostDecimals);
  } else if (kind === 'decimal') return start;
  const exponent = endOfExponent(line, end);
  return (exponent > end) === (kind === 'exponent') ? exponent : start;
}

/** At most so many digits: where there are more, what is behind these does not match. */
function endOfDigits(line: string, start: number, most: number): number {
  let end = start;
  while (end - start < most && isDigit(line, end)) end++;
  return end;
}

function endOfExponent(line: string, start: number): number {
  if ((line.charCodeAt(start) | 32) !== letterE) return start;
  const sign = line.charCodeAt(start + 1);
  const first = sign === plus || sign === minus ? start + 2 : start + 1;
  const end = endOfDigits(line, first, mostDigits);
  return end > first ? end : start;
}

function isDigit(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code >= zero && code <= nine;
}

const plus = 43;
const minus = 45;
const point = 46;
const zero = 48;
const nine = 57;
const letterE = 101;
