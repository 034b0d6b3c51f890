import type { CsvLayout } from './csvLayout';
import { CsvScanner, longestCell, openQuote } from './csvScanner';
import { csvSlots } from './csvSlots';
import { LogRows } from './logRows';
import type { RecordBatch } from './recordBatch';
import { type Field, rowField } from './rowField';
import { ShapedRows } from './rows/shapedRows';
import type { RowState } from './rowState';

/** Reads rows of a table into a batch. */
export class CsvRows {
  readonly #records: RecordBatch;
  readonly #rows: LogRows;
  readonly #scanner: CsvScanner;
  readonly #fields: readonly (Field | undefined)[];
  readonly #delimiter: string;
  readonly #header: string;
  #headerAhead: boolean;
  #shaped: ShapedRows | undefined;
  /** Lines that were not read by their shape. */
  #others = 0;

  /** `headerAhead`: the first row to be read is the header, where the table has one. */
  constructor(records: RecordBatch, state: RowState, layout: CsvLayout, headerAhead: boolean) {
    this.#records = records;
    this.#rows = new LogRows(records, state);
    this.#fields = layout.columns.map(({ name, lane, metric, ignored }) => (ignored ? undefined : rowField(name, lane, metric)));
    this.#delimiter = layout.delimiter;
    this.#scanner = new CsvScanner(this.#rows, this.#fields, layout.delimiter);
    this.#header = layout.header.replace(/^\ufeff/, '').trim();
    this.#headerAhead = headerAhead && this.#header !== '';
  }

  /** Lines read so far. */
  get lines(): number {
    return this.#others + (this.#shaped?.count ?? 0);
  }

  get epochsRepeat(): boolean {
    return this.#rows.epochsRepeat;
  }

  /**
   * Reads bytes[start, end), which are whole lines, and returns where it stopped: at the end or, where `mayGrow`, before
   * a row with an open quote that may still be closed by what follows.
   */
  read(bytes: Uint8Array, start: number, end: number, firstLine: number, mayGrow: boolean): number {
    const shaped = (this.#shaped = new ShapedRows(this.#rows, bytes, end));
    for (let at = shaped.read(start); at < end; at = shaped.read(at)) {
      const next = this.#scanner.row(bytes, at, end);
      if (next === openQuote && mayGrow && end - at <= longestCell) return at;
      if (next > 0) this.#endRow(bytes, at, next, firstLine, shaped);
      else this.#records.skip(firstLine + this.lines, 'A quote in the row is not closed.');
      at = next > 0 ? next : bytes.indexOf(lineFeed, at) + 1;
      this.#others++;
    }
    return end;
  }

  #endRow(bytes: Uint8Array, start: number, end: number, firstLine: number, shaped: ShapedRows): void {
    if (this.#headerAhead && this.#isText(bytes, start, end)) this.#headerAhead = false;
    else if (this.#scanner.excess) this.#records.skip(firstLine + this.lines, 'The row has more cells than the table has columns.');
    else if (this.#scanner.numbers === 0) this.#judgeText(new TextDecoder().decode(bytes.subarray(start, end)).trim(), firstLine);
    else {
      this.#rows.end();
      shaped.learn(start, end, () => csvSlots(bytes, start, end, this.#fields, this.#delimiter));
    }
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
