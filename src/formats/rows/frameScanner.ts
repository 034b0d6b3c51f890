import { longestText, RowKernel } from './rowKernel';
import type { RowShape } from './rowShape';

/** Reads TFRecord frames whose data have one of a few shapes, many at a time, and checks their checksums. */
export class FrameScanner {
  readonly #kernel = new RowKernel();
  #bytes: Uint8Array = new Uint8Array(0);
  /** Where in the bytes the piece begins that the kernel has. */
  #from = 0;
  #shapes: readonly RowShape[] = [];
  #table = new Uint32Array(0);
  #room = 0;

  /** The bytes that are scanned from now on; they may be longer than what the kernel has at a time. */
  load(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#moveTo(0);
  }

  /** The shapes that data may have from now on. */
  expect(shapes: readonly RowShape[]): void {
    const { shapeAddress, shapesAddress, columnsAddress } = this.#kernel.exports;
    const slots = shapes.reduce((sum, shape) => sum + shape.slots.length, 0);
    this.#shapes = shapes;
    this.#room = this.#kernel.roomFor(slots);
    this.#table = new Uint32Array(this.#kernel.memory, shapesAddress.value, shapes.length * wordsOfShape);
    let [address, column] = [shapeAddress.value, columnsAddress.value];
    shapes.forEach((shape, i) => {
      shape.store(this.#kernel.memory, address);
      this.#table.set([address, column, this.#room, 0], i * wordsOfShape);
      address += shape.size;
      column += shape.slots.length * this.#room * Float64Array.BYTES_PER_ELEMENT;
    });
  }

  /** Reads the frames from `at` on. Index behind the last whose data have a shape. */
  scan(at: number): number {
    if (at < this.#from) this.#moveTo(at);
    const behind = this.#scan(at);
    if (behind > at || this.#from === at || this.#from + this.#kernel.length >= this.#bytes.length) return behind;
    this.#moveTo(at);
    return this.#scan(at);
  }

  /** The values of a shape's slots in the frames that were read. Views, valid until the next scan. */
  columns(shape: number): readonly Float64Array[] {
    const [, start, room, rows] = this.#table.subarray(shape * wordsOfShape, (shape + 1) * wordsOfShape);
    return this.#shapes[shape].slots.map((_slot, i) => new Float64Array(this.#kernel.memory, start + i * room * Float64Array.BYTES_PER_ELEMENT, rows));
  }

  #moveTo(at: number): void {
    this.#from = at;
    this.#kernel.load(this.#bytes.subarray(at, at + longestText));
  }

  #scan(at: number): number {
    const { textAddress: { value: text }, shapesAddress, scanFrames } = this.#kernel.exports;
    for (let i = 0; i < this.#shapes.length; i++) this.#table[i * wordsOfShape + 3] = 0;
    scanFrames(text + at - this.#from, text + this.#kernel.length, shapesAddress.value, this.#shapes.length);
    return this.#from + this.#kernel.behind;
  }
}

/** Address, address of the columns, room and rows. */
const wordsOfShape = 4;
