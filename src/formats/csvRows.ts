import type { CsvLayout } from './csvLayout';
import { CsvScanner, longestCell, openQuote } from './csvScanner';
import { LogRows, type RowState } from './logRows';
import type { RecordBatch } from './recordBatch';

/** Reads rows of a table into a batch. */
export class CsvRows {
  /** Lines read so far. */
  lines = 0;
  readonly #records: RecordBatch;
  readonly #rows: LogRows;
  readonly #scanner: CsvScanner;
  readonly #header: string;
  #headerAhead: boolean;

  /** `headerAhead`: the first row to be read is the header, where the table has one. */
  constructor(records: RecordBatch, state: RowState, layout: CsvLayout, headerAhead: boolean) {
    this.#records = records;
    this.#rows = new LogRows(records, state);
    const fields = layout.columns.map(({ name, lane, metric, ignored }) => (ignored ? undefined : this.#rows.field(name, lane, metric)));
    this.#scanner = new CsvScanner(this.#rows, fields, layout.delimiter);
    this.#header = layout.header.replace(/^\ufeff/, '').trim();
    this.#headerAhead = headerAhead && this.#header !== '';
  }

  get epochsRepeat(): boolean {
    return this.#rows.epochsRepeat;
  }

  /**
   * Reads bytes[start, end), which are whole lines, and returns where it stopped: at the end or, where `mayGrow`, before
   * a row with an open quote that may still be closed by what follows.
   */
  read(bytes: Uint8Array, start: number, end: number, firstLine: number, mayGrow: boolean): number {
    for (let at = start; at < end; this.lines++) {
      const next = this.#scanner.row(bytes, at, end);
      if (next > 0) {
        this.#endRow(bytes, at, next, firstLine);
        at = next;
      } else if (next === openQuote && mayGrow && end - at <= longestCell) {
        return at;
      } else {
        this.#records.skip(firstLine + this.lines, 'A quote in the row is not closed.');
        at = bytes.indexOf(lineFeed, at) + 1;
      }
    }
    return end;
  }

  #endRow(bytes: Uint8Array, start: number, end: number, firstLine: number): void {
    if (this.#headerAhead && this.#isText(bytes, start, end)) this.#headerAhead = false;
    else if (this.#scanner.excess) this.#records.skip(firstLine + this.lines, 'The row has more cells than the table has columns.');
    else if (this.#scanner.numbers > 0) this.#rows.end();
    else this.#judgeText(new TextDecoder().decode(bytes.subarray(start, end)).trim(), firstLine);
  }

  #isText(bytes: Uint8Array, start: number, end: number): boolean {
    return new TextDecoder().decode(bytes.subarray(start, end)).trim() !== '';
  }

  /** Blank lines, and headers that are repeated by every run that appends to the table, say nothing. */
  #judgeText(text: string, firstLine: number): void {
    if (text.replace(/[,;\s"]/g, '') === '' || text.replace(/^\ufeff/, '') === this.#header) return;
    this.#records.skip(firstLine + this.lines, 'The row holds no number.');
  }
}

const lineFeed = 10;
