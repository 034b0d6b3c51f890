/**
 * Walks over the wire format of protocol buffers without allocating. Every read stays inside the bytes: what does not
 * fit sets `broken` and moves to the end, so that loops end.
 */
export class ProtoReader {
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  at = 0;
  /** A field did not fit into the bytes, or had a wire type that does not exist. */
  broken = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A varint as int64; exact up to 2^53. Lengths and keys are varints too. */
  varint(): number {
    const byte = this.bytes[this.at];
    if (byte < 128) {
      this.at++;
      return byte;
    }
    return this.#longVarint();
  }

  /** Length prefix of a field that must end at or before `end`; -1 when it does not. */
  length(end: number): number {
    const length = this.varint();
    if (length >= 0 && length <= end - this.at) return length;
    this.#break(end);
    return -1;
  }

  double(): number {
    if (this.at + 8 > this.bytes.length) return this.#break(this.bytes.length);
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  float(): number {
    if (this.at + 4 > this.bytes.length) return this.#break(this.bytes.length);
    this.at += 4;
    return this.view.getFloat32(this.at - 4, true);
  }

  /** Little-endian bits of a fixed width. */
  unsigned(width: 2 | 4): number {
    if (this.at + width > this.bytes.length) return this.#break(this.bytes.length);
    this.at += width;
    return width === 2 ? this.view.getUint16(this.at - 2, true) : this.view.getUint32(this.at - 4, true);
  }

  /** Passes over the value of a field whose key has been read. */
  skip(key: number, end: number): void {
    const wireType = key & 7;
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.at += 8;
    else if (wireType === 5) this.at += 4;
    else if (wireType === 2) this.#skipRange(end);
    else this.#break(end);
    if (this.at > end) this.#break(end);
  }

  text(start: number, end: number): string {
    return utf8.decode(this.bytes.subarray(start, end));
  }

  #skipRange(end: number): void {
    const length = this.length(end);
    if (length > 0) this.at += length;
  }

  #longVarint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.bytes.length) return this.#break(this.bytes.length);
      const byte = this.bytes[this.at++];
      const bits = byte & 127;
      if (shift < 32) low |= bits << shift;
      if (shift === 28) high = bits >> 4;
      else if (shift > 28) high |= bits << (shift - 32);
      if (byte < 128) return high * 2 ** 32 + (low >>> 0);
    }
    return this.#break(this.bytes.length);
  }

  #break(end: number): number {
    this.broken = true;
    this.at = end;
    return NaN;
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
