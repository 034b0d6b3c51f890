/** An entry to be written; what differs from the truth is a lie for tests. */
export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  /** Uncompressed size, where it is not the number of the bytes. */
  readonly size?: number;
  readonly flags?: number;
  /** Sizes and offset stand in the 64-bit extra field. */
  readonly wide?: boolean;
}

/** Writes a zip archive; with `wide`, with a 64-bit end record. */
export function makeZip(parts: readonly ZipPart[], wide = false): Uint8Array {
  const chunks: number[][] = [];
  let length = 0;
  const add = (bytes: number[]): void => {
    chunks.push(bytes);
    length += bytes.length;
  };
  const offsets = parts.map((part) => {
    const offset = length;
    // Local sizes are zero, as streaming writers leave them; the extra field pads.
    add([...u32(0x04034b50), ...u16(20), ...u16(part.flags ?? 8), ...u16(part.method ?? 0), ...u32(0), ...u32(0), ...u32(0), ...u32(0), ...u16(part.name.length), ...u16(3), ...text(part.name), 1, 2, 3]);
    add([...part.bytes]);
    return offset;
  });
  const start = length;
  parts.forEach((part, i) => add(header(part, offsets[i])));
  const size = length - start;
  if (wide) {
    const end = length;
    add([...u32(0x06064b50), ...u64(44), ...u16(45), ...u16(45), ...u32(0), ...u32(0), ...u64(parts.length), ...u64(parts.length), ...u64(size), ...u64(start)]);
    add([...u32(0x07064b50), ...u32(0), ...u64(end), ...u32(1)]);
  }
  add([...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(parts.length), ...u16(parts.length), ...u32(wide ? 0xffffffff : size), ...u32(wide ? 0xffffffff : start), ...u16(0)]);
  return Uint8Array.from(chunks.flat());
}

function header(part: ZipPart, offset: number): number[] {
  const size = part.size ?? part.bytes.length;
  const extra = part.wide ? [...u16(1), ...u16(24), ...u64(size), ...u64(part.bytes.length), ...u64(offset)] : [];
  const stated = part.wide ? [0xffffffff, 0xffffffff, 0xffffffff] : [part.bytes.length, size, offset];
  return [
    ...u32(0x02014b50), ...u16(20), ...u16(20), ...u16(part.flags ?? 8), ...u16(part.method ?? 0), ...u32(0), ...u32(0),
    ...u32(stated[0]), ...u32(stated[1]), ...u16(part.name.length), ...u16(extra.length), ...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(stated[2]),
    ...text(part.name), ...extra,
  ];
}

export function text(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}

function u16(value: number): number[] {
  return [value & 255, (value >> 8) & 255];
}

export function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

export function u64(value: number): number[] {
  return [...u32(value >>> 0), ...u32(Math.floor(value / 2 ** 32))];
}
