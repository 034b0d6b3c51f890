import type { LogRows } from './logRows';
import { ascii, NumberScanner } from './numberScanner';
import type { Field } from './rowField';

/** Reads rows of a table out of bytes without making strings. */
export class CsvScanner {
  /** How many cells of the row that was read last are numbers, and whether it has more cells than there are columns. */
  numbers = 0;
  excess = false;
  readonly #rows: LogRows;
  /** Fields of the columns; undefined for those that are ignored. */
  readonly #fields: readonly (Field | undefined)[];
  readonly #delimiter: number;
  readonly #scanner = new NumberScanner();
  #column = 0;
  /** The last of the plain cells ended the row. */
  #whole = false;

  constructor(rows: LogRows, fields: readonly (Field | undefined)[], delimiter: string) {
    this.#rows = rows;
    this.#fields = fields;
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /**
   * Reads the row at `at` into a row that it does not end; `bytes[end - 1]` ends a line. Returns the index behind the
   * row, or `openQuote`, or `strayQuote`.
   */
  row(bytes: Uint8Array, at: number, end: number): number {
    this.#rows.begin();
    this.numbers = 0;
    this.excess = false;
    this.#column = 0;
    this.#whole = false;
    let index = at;
    for (;;) {
      index = this.#plainCells(bytes, index);
      if (this.#whole) return index + 1;
      const start = this.#skipSpaces(bytes, index);
      const column = this.#column++;
      index = this.#cell(bytes, start, end, this.#fields[column]);
      if (index < 0) return openQuote;
      if (column >= this.#fields.length && index > start) this.excess = true;
      index = this.#skipSpaces(bytes, index);
      const code = bytes[index];
      if (code === lineFeed) return index + 1;
      if (code === carriageReturn) return bytes[index + 1] === lineFeed ? index + 2 : index + 1;
      if (code === this.#delimiter) index++;
      else if (this.#delimiter !== space) return strayQuote;
    }
  }

  /**
   * Passes over cells that are empty or nothing but a number, which nearly all are. Index of the first that is not, or of the last; of the
   * line feed behind the last where that is a number too.
   */
  #plainCells(bytes: Uint8Array, at: number): number {
    const fields = this.#fields;
    let index = at;
    while (this.#column < fields.length && this.#delimiter !== space) {
      const stop = this.#scanner.scan(bytes, index);
      this.#whole = bytes[stop] === lineFeed && stop > index;
      if (bytes[stop] !== this.#delimiter && !this.#whole) return index;
      if (stop > index) this.#number(fields[this.#column]);
      if (this.#whole) return stop;
      this.#column++;
      index = stop + 1;
    }
    return index;
  }

  /** Index behind the cell; `openQuote` where a quote is not closed. */
  #cell(bytes: Uint8Array, at: number, end: number, field: Field | undefined): number {
    if (bytes[at] === quote) return this.#quoted(bytes, at + 1, end, field);
    const stop = this.#scanner.scan(bytes, at);
    if (stop > at && this.#ends(bytes[stop])) {
      this.#number(field);
      return stop;
    }
    let last = stop;
    while (!this.#ends(bytes[last]) || (bytes[last] === space && this.#delimiter !== space)) last++;
    this.#text(bytes, at, last, field);
    return last;
  }

  #quoted(bytes: Uint8Array, at: number, end: number, field: Field | undefined): number {
    const limit = Math.min(end, at + longestCell);
    let last = at;
    while (last < limit && (bytes[last] !== quote || bytes[last + 1] === quote)) last += bytes[last] === quote ? 2 : 1;
    if (last >= limit) return openQuote;
    if (last > at && this.#scanner.scan(bytes, at) === last) this.#number(field);
    else this.#text(bytes, at, last, field);
    return last + 1;
  }

  #number(field: Field | undefined): void {
    this.numbers++;
    if (field) this.#rows.number(field, this.#scanner.found);
  }

  /** Dates, durations and phases say something; other texts are no numbers and no points. */
  #text(bytes: Uint8Array, start: number, end: number, field: Field | undefined): void {
    if (!field || field.texts === 'ignored' || end === start || end - start > longestText) return;
    if (field.texts === 'told') this.#rows.text(field, decoder.decode(bytes.subarray(start, end)).trim());
    else if (bytes[start] >= 48 && bytes[start] <= 57) this.#rows.duration(field, ascii(bytes, start, end));
  }

  #ends(code: number): boolean {
    return code === this.#delimiter || code === lineFeed || code === carriageReturn || code === space;
  }

  #skipSpaces(bytes: Uint8Array, at: number): number {
    let index = at;
    while (bytes[index] === space) index++;
    return index;
  }
}

/** A quote is not closed within the bytes. */
export const openQuote = -1;
/** Something stands behind the quote that closes a cell. */
export const strayQuote = -2;

const decoder = new TextDecoder();
const longestText = 64;
/** A quote that stays open for longer is a stray one. */
export const longestCell = 1 << 16;
const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
