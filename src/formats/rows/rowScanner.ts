import { webAssembly } from '../../numerics/kernels/webAssembly';
import module from './assembly/index.wasm';
import { storePowers } from './powers';
import type { RowShape } from './rowShape';

/** Reads many lines of one shape at a time out of a piece of text, into columns of numbers. */
export class RowScanner {
  readonly #memory = new webAssembly.Memory({ initial: pages });
  readonly #kernel: RowKernel;
  readonly #text: Uint8Array;
  #length = 0;
  #stored: RowShape | undefined;
  #rows = 0;
  #room = 0;

  constructor() {
    compiled ??= new webAssembly.Module(module);
    this.#kernel = new webAssembly.Instance(compiled, { env: { memory: this.#memory } }).exports as unknown as RowKernel;
    this.#text = new Uint8Array(this.#memory.buffer, this.#kernel.textAddress.value, longestText);
    storePowers(this.#memory.buffer, this.#kernel.powersOfTen.value, this.#kernel.powersOfFive.value);
  }

  /** Takes the text that is scanned from now on; false where it is too long. */
  load(bytes: Uint8Array): boolean {
    if (bytes.length > longestText) return false;
    this.#text.set(bytes);
    this.#length = bytes.length;
    return true;
  }

  /** Reads the lines from `at` on that have the shape, up to `end` or as many as fit into the columns. Returns their number. */
  scan(shape: RowShape, at: number, end = this.#length): number {
    const { textAddress: text, shapeAddress, columnsAddress } = this.#kernel;
    if (this.#stored !== shape) shape.store(this.#memory.buffer, shapeAddress.value);
    this.#stored = shape;
    this.#room = Math.floor((text.value - columnsAddress.value) / (shape.slots.length * Float64Array.BYTES_PER_ELEMENT));
    return (this.#rows = this.#kernel.scanRows(text.value + at, text.value + end, shapeAddress.value, columnsAddress.value, this.#room));
  }

  /** Index behind the last line that was read. */
  get behind(): number {
    return this.#kernel.behind.value - this.#kernel.textAddress.value;
  }

  /** The numbers of a slot in the lines that were read; for a text, where it begins · 2^16 + its length. A view, valid until the next scan. */
  column(slot: number): Float64Array {
    const start = this.#kernel.columnsAddress.value + slot * this.#room * Float64Array.BYTES_PER_ELEMENT;
    return new Float64Array(this.#memory.buffer, start, this.#rows);
  }

  /** Start and end of a text in what was loaded. */
  span(position: number): [start: number, end: number] {
    const start = Math.floor(position / 0x10000) - this.#kernel.textAddress.value;
    return [start, start + (position % 0x10000)];
  }
}

interface Address {
  readonly value: number;
}

interface RowKernel {
  readonly powersOfTen: Address;
  readonly powersOfFive: Address;
  readonly shapeAddress: Address;
  readonly columnsAddress: Address;
  readonly textAddress: Address;
  readonly behind: Address;
  scanRows(at: number, end: number, shape: number, columns: number, room: number): number;
}

let compiled: ConstructorParameters<typeof webAssembly.Instance>[0] | undefined;

const longestText = 1 << 20;
/** The text begins behind the first megabyte; behind it stands a page that is never written. */
const pages = 34;
