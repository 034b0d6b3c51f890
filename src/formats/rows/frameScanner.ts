import { longestText, rowKernel } from './rowKernel';
import type { RowShape } from './rowShape';

/** Reads TFRecord frames whose data have one of a few shapes, many at a time, and checks their checksums. */
export class FrameScanner {
  readonly #bytes: Uint8Array;
  /** Where in the bytes the piece begins that the kernel has. */
  #from = 0;
  #shapes: readonly RowShape[] = [];

  /** The bytes may be longer than what the kernel has at a time. No other scanner may be at work until these are read. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#moveTo(0);
  }

  /** The shapes that data may have from now on. */
  expect(shapes: readonly RowShape[]): void {
    this.#shapes = shapes;
    rowKernel().expect(shapes);
  }

  /** Reads the frames from `at` on. Index behind the last whose data have a shape. */
  scan(at: number): number {
    if (at < this.#from) this.#moveTo(at);
    const behind = this.#scan(at);
    if (behind > at || this.#from === at || this.#from + rowKernel().length >= this.#bytes.length) return behind;
    this.#moveTo(at);
    return this.#scan(at);
  }

  /** The values of a shape's slots in the frames that were read. Views, valid until the next scan. */
  columns(shape: number): readonly Float64Array[] {
    return this.#shapes[shape].slots.map((_slot, i) => rowKernel().column(shape, i));
  }

  #moveTo(at: number): void {
    this.#from = at;
    rowKernel().load(this.#bytes.subarray(at, at + longestText));
  }

  #scan(at: number): number {
    rowKernel().scanFrames(at - this.#from);
    return this.#from + rowKernel().behind;
  }
}
