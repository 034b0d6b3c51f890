import { longestText, rowKernel } from './rowKernel';
import type { RowShape } from './rowShape';

/** A shape, and how to read rows that have it. */
export interface Learnt<Reading> {
  readonly shape: RowShape;
  readonly reading: Reading;
}

/** Rows of one shape that were scanned. */
export interface ScannedRows<Reading> {
  readonly reading: Reading;
  readonly count: number;
  /** Index behind them. */
  readonly behind: number;
  /**
   * The numbers of a slot in the rows. A view, valid until the next scan.
   * For a text, a number tells where it stands: see `span`.
   */
  column(slot: number): Float64Array;
}

/** Scans rows whose shape was seen before, many at a time: logs repeat a few shapes. */
export class RowScanner<Reading> {
  readonly #text: () => Uint8Array;
  readonly #learnt: Learnt<Reading>[] = [];
  /** Bytes of the shapes, and how often one was looked for. */
  #size = 0;
  #tried = 0;

  /** No other scanner may be at work until the text is read: it is loaded into memory that all share, once a shape is known. */
  constructor(text: () => Uint8Array) {
    this.#text = text;
  }

  /** Learns a shape where there is one. Rows that are always new are not worth it for long. */
  learn(find: () => Learnt<Reading> | undefined): void {
    const learnt = this.#tried++ < mostTried ? find() : undefined;
    if (!learnt || this.#size + learnt.shape.size > mostBytes || (this.#learnt.length === 0 && !this.#load())) return;
    this.#size += learnt.shape.size;
    this.#learnt.push(learnt);
    const kernel = rowKernel();
    kernel.expect(this.#learnt.map(({ shape }) => shape), this.#learnt.map(({ shape }) => ({ start: 0, room: Math.floor(kernel.room / shape.slots.length) })));
  }

  /** Whether a shape is known. */
  get knows(): boolean {
    return this.#learnt.length > 0;
  }

  /** The rows from `at` on that have one shape, at most so many; undefined where the first has none that is known. */
  scan(at: number, most = longestText): ScannedRows<Reading> | undefined {
    const kernel = rowKernel();
    const shape = this.knows ? kernel.scanRows(at, most) : -1;
    if (shape < 0) return undefined;
    return { reading: this.#learnt[shape].reading, count: kernel.rows(shape), behind: kernel.behind, column: (slot) => kernel.column(shape, slot) };
  }

  /** Start and end of a text. */
  span(position: number): [start: number, end: number] {
    return rowKernel().span(position);
  }

  #load(): boolean {
    const text = this.#text();
    if (text.length < worthwhile || text.length > longestText) return false;
    rowKernel().load(text);
    return true;
  }
}

/** Bytes from which on many rows at a time are faster than one by one. */
const worthwhile = 1 << 10;
const mostTried = 32;
/** Bytes of shapes that the kernel has room for. */
const mostBytes = 1 << 15;
