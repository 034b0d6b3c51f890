import { webAssembly } from '../../numerics/kernels/webAssembly';
import { crcTable } from '../crc32c';
import module from './assembly/index.wasm';
import { storePowers } from './powers';

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
  scanRows(at: number, end: number, shape: number, columns: number, room: number): number;
  scanFrames(at: number, end: number, shapes: number, count: number): void;
}

interface Address {
  readonly value: number;
}

/** The kernel that scans rows, in a memory of its own with the tables that it reads. */
export class RowKernel {
  readonly memory: ArrayBuffer;
  readonly exports: Exports;
  readonly #text: Uint8Array;
  #length = 0;

  constructor() {
    compiled ??= new webAssembly.Module(module);
    const memory = new webAssembly.Memory({ initial: pages });
    this.exports = new webAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Exports;
    this.memory = memory.buffer;
    this.#text = new Uint8Array(this.memory, this.exports.textAddress.value, longestText);
    new Int32Array(this.memory, this.exports.checksumsAddress.value, crcTable.length).set(crcTable);
    storePowers(this.memory, this.exports.powersOfTen.value, this.exports.powersOfFive.value);
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

  /** Index behind what was scanned last. */
  get behind(): number {
    return this.exports.behind.value - this.exports.textAddress.value;
  }

  /** How many columns of so many rows fit into the memory. */
  roomFor(columns: number): number {
    return Math.floor((this.exports.textAddress.value - this.exports.columnsAddress.value) / (columns * Float64Array.BYTES_PER_ELEMENT));
  }
}

let compiled: ConstructorParameters<typeof webAssembly.Instance>[0] | undefined;

/** Bytes of text that fit into the memory. */
export const longestText = 1 << 20;
/** The text begins behind the first megabyte; behind it stands a page that is never written. */
const pages = 34;
