import { longestText, rowKernel } from './rowKernel';
import type { RowShape } from './rowShape';

/** A shape, and how to read rows that have it. */
export interface Learnt<Reading> {
  readonly shape: RowShape;
  readonly reading: Reading;
}

/** The rows of one shape among those that were scanned. */
export interface ScannedRows<Reading> {
  readonly reading: Reading;
  /**
   * The numbers of a slot in the rows. A view, valid until the next scan.
   * For a text, a number tells where it stands: see `span`.
   */
  column(slot: number): Float64Array;
}

/** What makes of the rows of a scan what `take` wants, once for all rows of a shape. Rows [from, to) follow one another. */
export interface RowReader<Reading, Rows> {
  prepare(rows: ScannedRows<Reading>): Rows;
  take(rows: Rows, from: number, to: number): void;
}

/** Scans rows whose shapes were seen before, many at a time: logs repeat a few shapes. */
export class RowScanner<Reading> {
  readonly #text: () => Uint8Array;
  #learnt: Learnt<Reading>[] = [];
  #isLoaded = false;
  /** Bytes of the shapes, how often one was looked for, and how many rows were scanned. */
  #size = 0;
  #tried = 0;
  #scanned = 0;

  /** No other scanner may be at work until the text is read: it is loaded into memory that all share, once a shape is known. */
  constructor(text: () => Uint8Array) {
    this.#text = text;
  }

  /** Learns a shape where there is one. Where rows are always new, that is not worth it for long. */
  learn(find: () => Learnt<Reading> | undefined): void {
    const learnt = this.#tried < fewTried + this.#scanned / rowsForTry ? find() : undefined;
    this.#tried++;
    if (!learnt || this.#size + learnt.shape.size > mostBytes || this.#learnt.length === mostShapes || !this.#load()) return;
    this.#size += learnt.shape.size;
    this.#learnt.push(learnt);
    rowKernel().expect(this.#learnt.map(({ shape }) => shape));
  }

  /** Forgets all shapes. */
  forget(): void {
    this.#learnt = [];
    this.#size = 0;
    this.#tried = 0;
  }

  /** Whether a shape is known. */
  get knows(): boolean {
    return this.#learnt.length > 0;
  }

  /** Reads the rows from `at` on that have a known shape, in their order. How many they are, and the index behind them. */
  scan<Rows>(at: number, reader: RowReader<Reading, Rows>): { readonly count: number; readonly behind: number } {
    if (!this.knows) return { count: 0, behind: at };
    const kernel = rowKernel();
    kernel.scanRows(at);
    const { runs, behind } = kernel;
    const [prepared, taken]: [Rows[], number[]] = [[], []];
    let count = 0;
    for (let run = 0; run < runs.length; run += 2) {
      const shape = runs[run];
      const from = taken[shape] ?? 0;
      prepared[shape] ??= reader.prepare({ reading: this.#learnt[shape].reading, column: (slot) => kernel.column(shape, slot) });
      reader.take(prepared[shape], from, (taken[shape] = from + runs[run + 1]));
      count += runs[run + 1];
    }
    this.#scanned += count;
    return { count, behind };
  }

  /** Start and end of a text. */
  span(position: number): [start: number, end: number] {
    return rowKernel().span(position);
  }

  #load(): boolean {
    if (this.#isLoaded) return true;
    const text = this.#text();
    if (text.length < worthwhile || text.length > longestText) return false;
    rowKernel().load(text);
    return (this.#isLoaded = true);
  }
}

/** Bytes from which on many rows at a time are faster than one by one. */
const worthwhile = 1 << 10;
/** So often a shape is looked for, and once more for every so many rows that known shapes have read. */
const fewTried = 32;
const rowsForTry = 4;
const mostShapes = 400;
/** Bytes of shapes that the kernel has room for. */
const mostBytes = 1 << 15;
