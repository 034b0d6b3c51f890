import { webAssembly } from '../../numerics/kernels/webAssembly';
import { crcTable } from '../crc32c';
import module from './assembly/index.wasm';
import { storePowers } from './powers';
import type { RowShape } from './rowShape';

interface Exports {
  /** Where things lie in the memory; `behind` changes with every scan. */
  readonly powersOfTen: Address;
  readonly powersOfFive: Address;
  readonly checksumsAddress: Address;
  readonly shapesAddress: Address;
  readonly shapeAddress: Address;
  readonly columnsAddress: Address;
  readonly textAddress: Address;
  readonly behind: Address;
  scanRows(at: number, end: number, shapes: number, count: number, most: number): number;
  scanFrames(at: number, end: number, shapes: number, count: number): void;
}

interface Address {
  readonly value: number;
}

/** Where the columns of a shape lie, in rows behind those of the first, and how many rows they have room for. */
export interface ColumnPlace {
  readonly start: number;
  readonly room: number;
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

  /** Doubles that fit into all columns together. */
  get room(): number {
    return (this.#exports.textAddress.value - this.#exports.columnsAddress.value) / Float64Array.BYTES_PER_ELEMENT;
  }

  /** Takes the shapes that are looked for from now on: at most 512, of 32 KiB together. */
  expect(shapes: readonly RowShape[], places: readonly ColumnPlace[]): void {
    const { shapeAddress, shapesAddress, columnsAddress } = this.#exports;
    this.#shapes = shapes;
    this.#table = new Uint32Array(this.#memory, shapesAddress.value, shapes.length * wordsOfShape);
    let address = shapeAddress.value;
    shapes.forEach((shape, i) => {
      shape.store(this.#memory, address);
      this.#table.set([address, columnsAddress.value + places[i].start * Float64Array.BYTES_PER_ELEMENT, places[i].room, 0], i * wordsOfShape);
      address += shape.size;
    });
  }

  /** Scans at most so many lines from `at` on that have one shape. Index of that shape; −1 where the first has none. */
  scanRows(at: number, most: number): number {
    const { textAddress: { value: text }, shapesAddress, scanRows } = this.#exports;
    return scanRows(text + at, text + this.#length, shapesAddress.value, this.#shapes.length, most);
  }

  /** Scans the TFRecord frames from `at` on whose data have one of the shapes. */
  scanFrames(at: number): void {
    const { textAddress: { value: text }, shapesAddress, scanFrames } = this.#exports;
    for (let i = 0; i < this.#shapes.length; i++) this.#table[i * wordsOfShape + 3] = 0;
    scanFrames(text + at, text + this.#length, shapesAddress.value, this.#shapes.length);
  }

  /** Index behind what was scanned last. */
  get behind(): number {
    return this.#exports.behind.value - this.#exports.textAddress.value;
  }

  /** How many rows of a shape were scanned last. */
  rows(shape: number): number {
    return this.#table[shape * wordsOfShape + 3];
  }

  /** What stands in a slot of a shape in the rows that were scanned last. A view, valid until the next scan. */
  column(shape: number, slot: number): Float64Array {
    const [, start, room, rows] = this.#table.subarray(shape * wordsOfShape, (shape + 1) * wordsOfShape);
    return new Float64Array(this.#memory, start + slot * room * Float64Array.BYTES_PER_ELEMENT, rows);
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
/** The text begins behind the first megabyte; behind it stands a page that is never written. */
const pages = 34;
/** Address, address of the columns, room and rows. */
const wordsOfShape = 4;
