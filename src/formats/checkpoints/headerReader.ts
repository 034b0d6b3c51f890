import type { Source } from '../../model/source';
import { viewOf } from '../viewOf';
import { Malformed } from './malformed';

/**
 * Reads on through the header of a little-endian binary file with a window of bounded size. What a header says about
 * lengths is compared with the file before anything is allocated; a header that leads out of it throws Malformed.
 */
export class HeaderReader {
  readonly #source: Source;
  readonly #size: number;
  readonly #windowBytes: number;
  #window = viewOf(new Uint8Array(0));
  /** Offset of the window in the file. */
  #start = 0;
  #at = 0;
  #bytesRead = 0;

  /** `windowBytes`: what is read at once; little where the header is scattered over the file. */
  constructor(source: Source, size: number, windowBytes = 1 << 18) {
    this.#source = source;
    this.#size = size;
    this.#windowBytes = windowBytes;
  }

  /** Offset in the file of what is read next. */
  get position(): number {
    return this.#start + this.#at;
  }

  /** Bytes that the file has left for the header. */
  get left(): number {
    return this.#size - this.position;
  }

  /** Makes the next `count` bytes available to the synchronous getters. */
  async ensure(count: number): Promise<void> {
    if (this.#at + count <= this.#window.byteLength) return;
    if (count > this.left) throw endsInHeader();
    if (this.#bytesRead > longestHeader) throw new Malformed('The header takes more than 256 MB, more than Plateau reads: the file is damaged. Copy or download it again.');
    const bytes = await this.#source.read(this.position, Math.max(count, this.#windowBytes));
    this.#bytesRead += bytes.length;
    if (bytes.length < count) throw endsInHeader();
    this.#start = this.position;
    this.#at = 0;
    this.#window = viewOf(bytes);
  }

  /** Passes over bytes without reading them. */
  skip(count: number): void {
    if (!(count >= 0 && count <= this.left)) throw endsInHeader();
    this.#at += count;
    if (this.#at <= this.#window.byteLength) return;
    this.#start += this.#at;
    this.#at = 0;
    this.#window = viewOf(new Uint8Array(0));
  }

  /** Reads `width` ensured bytes. */
  take<T>(width: number, get: (view: DataView, at: number) => T): T {
    const value = get(this.#window, this.#at);
    this.#at += width;
    return value;
  }

  uint32(): number {
    return this.take(4, (view, at) => view.getUint32(at, true));
  }

  /** A 64-bit length or offset; one beyond 2^53 can only be wrong and is Infinity. */
  uint64(): number {
    const value = this.take(8, (view, at) => view.getBigUint64(at, true));
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
  }

  /** UTF-8 text of `length` bytes, of which the first `limit` are kept. */
  async text(length: number, limit: number): Promise<string> {
    if (!(length <= this.left)) throw endsInHeader();
    const kept = Math.min(length, limit);
    await this.ensure(kept);
    const text = this.take(kept, (view, at) => utf8.decode(new Uint8Array(view.buffer, view.byteOffset + at, kept)));
    this.skip(length - kept);
    return text;
  }
}

/** Far more than the header of any model: what is longer was damaged or made to keep a reader busy. */
const longestHeader = 256 << 20;

const utf8 = new TextDecoder();

function endsInHeader(): Malformed {
  return new Malformed('The file ends inside its header: it is truncated, damaged or still being written. Copy or download it again.');
}
