import { longestText, RowKernel } from './rowKernel';
import type { RowShape } from './rowShape';

/** Reads many lines of one shape at a time out of a piece of text, into columns of numbers. */
export class RowScanner {
  readonly #kernel = new RowKernel();
  #stored: RowShape | undefined;
  #rows = 0;
  #room = 0;

  /** Takes the text that is scanned from now on; false where it is too long. */
  load(bytes: Uint8Array): boolean {
    if (bytes.length > longestText) return false;
    this.#kernel.load(bytes);
    return true;
  }

  /** Reads the lines from `at` on that have the shape, up to `end` or as many as fit into the columns. Returns their number. */
  scan(shape: RowShape, at: number, end = this.#kernel.length): number {
    const { textAddress: { value: text }, shapeAddress, columnsAddress } = this.#kernel.exports;
    if (this.#stored !== shape) shape.store(this.#kernel.memory, shapeAddress.value);
    this.#stored = shape;
    this.#room = this.#kernel.roomFor(shape.slots.length);
    return (this.#rows = this.#kernel.exports.scanRows(text + at, text + end, shapeAddress.value, columnsAddress.value, this.#room));
  }

  /** Index behind the last line that was read. */
  get behind(): number {
    return this.#kernel.behind;
  }

  /** The numbers of a slot in the lines that were read; for a text, where it begins · 2^16 + its length. A view, valid until the next scan. */
  column(slot: number): Float64Array {
    const start = this.#kernel.exports.columnsAddress.value + slot * this.#room * Float64Array.BYTES_PER_ELEMENT;
    return new Float64Array(this.#kernel.memory, start, this.#rows);
  }

  /** Start and end of a text in what was loaded. */
  span(position: number): [start: number, end: number] {
    const start = Math.floor(position / 0x10000) - this.#kernel.exports.textAddress.value;
    return [start, start + (position % 0x10000)];
  }
}
