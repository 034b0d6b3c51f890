import { webAssembly } from '../../numerics/kernels/webAssembly';
import { crcTable } from '../crc32c';
import module from './assembly/index.wasm';
import { storePowers } from './powers';
import type { RowShape } from './rowShape';

interface Exports {
  /** Where things lie in the memory; `behind` changes with every scan, and so does how many runs there are. */
  readonly powersOfTen: Address;
  readonly powersOfFive: Address;
  readonly checksumsAddress: Address;
  readonly shapesAddress: Address;
  readonly shapeAddress: Address;
  readonly columnsAddress: Address;
  readonly runsAddress: Address;
  readonly textAddress: Address;
  readonly behind: Address;
  readonly runs: Address;
  scanRows(at: number, end: number, shapes: number, count: number): void;
  scanFrames(at: number, end: number, shapes: number, count: number): void;
}

interface Address {
  readonly value: number;
}

/** The kernel that scans rows, in a memory of its own with the tables that it reads. */
export class RowKernel {
  readonly #exports: Exports;
  readonly #memory: ArrayBuffer;
  readonly #text: Uint8Array;
  #length = 0;
  #shapes: readonly RowShape[] = [];
  #table = new Uint32Array(0);

  constructor() {
    compiled ??= new webAssembly.Module(module);
    const memory = new webAssembly.Memory({ initial: pages });
    this.#exports = new webAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Exports;
    this.#memory = memory.buffer;
    this.#text = new Uint8Array(this.#memory, this.#exports.textAddress.value, longestText);
    new Int32Array(this.#memory, this.#exports.checksumsAddress.value, crcTable.length).set(crcTable);
    storePowers(this.#memory, this.#exports.powersOfTen.value, this.#exports.powersOfFive.value);
  }

  /** Takes the text that is scanned from now on. */
  load(bytes: Uint8Array): void {
    this.#text.set(bytes);
    this.#length = bytes.length;
  }

  /** Length of the text. */
  get length(): number {
    return this.#length;
  }

  /** Takes the shapes that are looked for from now on: at most 400, of 32 KiB together. All columns get the same room. */
  expect(shapes: readonly RowShape[]): void {
    const { shapeAddress, shapesAddress, columnsAddress, runsAddress } = this.#exports;
    const known = shapes.findIndex((shape, i) => shape !== this.#shapes[i]);
    this.#shapes = shapes;
    this.#table = new Uint32Array(this.#memory, shapesAddress.value, shapes.length * wordsOfShape);
    const columns = shapes.reduce((sum, { slots }) => sum + slots.length, 0);
    const room = Math.floor((runsAddress.value - columnsAddress.value) / Float64Array.BYTES_PER_ELEMENT / Math.max(columns, 1));
    let [address, column] = [shapeAddress.value, columnsAddress.value];
    shapes.forEach((shape, i) => {
      if (known >= 0 && i >= known) shape.store(this.#memory, address);
      this.#table.set([address, column, room, 0, i], i * wordsOfShape);
      address += shape.size;
      column += shape.slots.length * room * Float64Array.BYTES_PER_ELEMENT;
    });
  }

  /** Scans the lines from `at` on that have one of the shapes. They are told by `runs`. */
  scanRows(at: number): void {
    const { textAddress: { value: text }, shapesAddress, scanRows } = this.#exports;
    scanRows(text + at, text + this.#length, shapesAddress.value, this.#shapes.length);
  }

  /** Scans the TFRecord frames from `at` on whose data have one of the shapes. */
  scanFrames(at: number): void {
    const { textAddress: { value: text }, shapesAddress, scanFrames } = this.#exports;
    scanFrames(text + at, text + this.#length, shapesAddress.value, this.#shapes.length);
  }

  /** The lines that were scanned last, by runs of lines of one shape: index of the shape and number of lines of each. A view, valid until the next scan. */
  get runs(): Uint32Array {
    return new Uint32Array(this.#memory, this.#exports.runsAddress.value, 2 * this.#exports.runs.value);
  }

  /** Index behind what was scanned last. */
  get behind(): number {
    return this.#exports.behind.value - this.#exports.textAddress.value;
  }

  /** What stands in a slot of a shape in the rows that were scanned last. A view, valid until the next scan. */
  column(shape: number, slot: number): Float64Array {
    const at = shape * wordsOfShape;
    return new Float64Array(this.#memory, this.#table[at + 1] + slot * this.#table[at + 2] * Float64Array.BYTES_PER_ELEMENT, this.#table[at + 3]);
  }

  /** Start and end in the text of what a column of texts tells. */
  span(position: number): [start: number, end: number] {
    const start = Math.floor(position / 0x10000) - this.#exports.textAddress.value;
    return [start, start + (position % 0x10000)];
  }
}

let compiled: ConstructorParameters<typeof webAssembly.Instance>[0] | undefined;
let shared: RowKernel | undefined;

/** The kernel of this thread. Whoever loads a text into it scans that to its end before anybody else may load another. */
export function rowKernel(): RowKernel {
  return (shared ??= new RowKernel());
}

/** Bytes of text that fit into the memory. */
export const longestText = 1 << 20;
/** Behind the text stands a page that is never written. */
const pages = 35;
/** Address, address of the columns, room, rows, and the shape that followed. */
const wordsOfShape = 5;
