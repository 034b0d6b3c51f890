import { Malformed } from '../malformed';

/** The pickle goes on beyond the bytes that are there. */
export class PickleCutOff extends Malformed {}

/** Walks over the bytes of a pickle; every read stays inside them. */
export class PickleBytes {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  /** Bytes as they stand, without a copy. */
  take(length: number): Uint8Array {
    const start = this.#pass(length);
    return this.bytes.subarray(start, start + length);
  }

  uint8(): number {
    return this.#view.getUint8(this.#pass(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#pass(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#pass(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#pass(4), true);
  }

  /** Exact up to 2^53; beyond, it is a length that nothing has. */
  uint64(): number {
    const low = this.uint32();
    return this.uint32() * 2 ** 32 + low;
  }

  /** The one number that a pickle writes big-endian. */
  double(): number {
    return this.#view.getFloat64(this.#pass(8));
  }

  utf8(length: number): string {
    return utf8.decode(this.take(length));
  }

  latin1(length: number): string {
    return latin1Text(this.take(length));
  }

  /** Text up to the next line feed, which is passed over. */
  line(): string {
    return utf8.decode(this.#lineBytes());
  }

  /** The same, each byte as the character of its number. */
  latin1Line(): string {
    return latin1Text(this.#lineBytes());
  }

  #lineBytes(): Uint8Array {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw cutOff();
    const line = this.take(end - this.at);
    this.at++;
    return line;
  }

  #pass(length: number): number {
    if (!(length <= this.bytes.length - this.at)) throw cutOff();
    this.at += length;
    return this.at - length;
  }
}

/** Each byte as the character of its number. */
export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function cutOff(): PickleCutOff {
  return new PickleCutOff('Its pickle is cut off: the file is still being written or was cut; wait, or copy it again.');
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
