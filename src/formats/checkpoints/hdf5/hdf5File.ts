import type { Source } from '../../../model/source';
import { Malformed } from '../malformed';

/**
 * Random access to the structures of an HDF5 file (HDF5 File Format Specification 3.0). Structures are small and lie close to
 * each other, so that whole pages are read and a few of them kept.
 */
export class Hdf5File {
  readonly source: Source;
  readonly size: number;
  /** Where the file begins behind a user block; addresses count from here. */
  base = 0;
  readonly #pages = new Map<number, Uint8Array>();
  #bytesLeft = mostBytes;

  constructor(source: Source, size: number) {
    this.source = source;
    this.size = size;
  }

  /** A structure of `length` bytes at an address. @throws Malformed where the file ends before, or asks for ever more of them. */
  async view(address: number, length: number): Promise<DataView> {
    const at = this.base + address;
    this.#bytesLeft -= length + 8;
    if (!(at >= 0 && length >= 0 && at + length <= this.size) || length > largestStructure || this.#bytesLeft < 0) throw damagedHdf5();
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const page = await this.#page(Math.floor((at + filled) / pageBytes));
      const piece = page.subarray((at + filled) % pageBytes, (at + filled) % pageBytes + length - filled);
      if (piece.length === 0) throw damagedHdf5();
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return new DataView(bytes.buffer);
  }

  async #page(index: number): Promise<Uint8Array> {
    const kept = this.#pages.get(index);
    if (kept) return kept;
    const page = await this.source.read(index * pageBytes, pageBytes);
    if (this.#pages.size >= mostPages) this.#pages.clear();
    this.#pages.set(index, page);
    return page;
  }
}

/** Addresses and lengths take 8 bytes; one beyond 2^53 is undefined or wrong, and Infinity. */
export function address(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
}

/** Checks the four letters with which a structure begins. @throws Malformed */
export function expectSignature(view: DataView, signature: string): void {
  if (view.byteLength < 4 || String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset, 4)) !== signature) throw damagedHdf5();
}

export function damagedHdf5(): Malformed {
  return new Malformed('The HDF5 file is damaged, cut off or still being written. Copy or save it again.');
}

const pageBytes = 1 << 14;
const mostPages = 256;
const largestStructure = 1 << 24;
/** Structures of real models take some megabytes; a file that leads in circles is stopped here. */
const mostBytes = 1 << 28;
