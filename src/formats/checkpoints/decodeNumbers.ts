type Numbers = Float32Array | Float64Array;
type Decode = (bytes: Uint8Array, out: Numbers, at: number, count: number) => void;

/** Bytes of float32 are copied as they are, whatever their alignment. */
export const decodeFloat32: Decode = (bytes, out, at, count) => {
  if (out instanceof Float64Array) decodeWith(4, (view, byte) => view.getFloat32(byte, true))(bytes, out, at, count);
  else bytesBehind(out, at, count).set(bytes.subarray(0, count * 4));
};

export const decodeFloat64: Decode = (bytes, out, at, count) => {
  if (out instanceof Float32Array) decodeWith(8, (view, byte) => view.getFloat64(byte, true))(bytes, out, at, count);
  else bytesBehind(out, at, count).set(bytes.subarray(0, count * 8));
};

/** The upper half of a float32. */
export const decodeBfloat16: Decode = (bytes, out, at, count) => {
  const bits = new Uint32Array(1);
  const value = new Float32Array(bits.buffer);
  for (let i = 0; i < count; i++) {
    bits[0] = (bytes[2 * i] << 16) | (bytes[2 * i + 1] << 24);
    out[at + i] = value[0];
  }
};

/** Exact up to 2^53, rounded beyond. */
export const decodeInt64 = decodeWith(8, (view, at) => view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true));
export const decodeUint64 = decodeWith(8, (view, at) => view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true));

export function decodeWith(width: number, read: (view: DataView, at: number) => number): Decode {
  return (bytes, out, at, count) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i++) out[at + i] = read(view, i * width);
  };
}

/** Types of 8 and 16 bits, by the table of their values. */
export function decodeSmall(bits: 8 | 16, table: () => Float32Array): Decode {
  return (bytes, out, at, count) => {
    const values = table();
    if (bits === 8) for (let i = 0; i < count; i++) out[at + i] = values[bytes[i]];
    else for (let i = 0; i < count; i++) out[at + i] = values[bytes[2 * i] | (bytes[2 * i + 1] << 8)];
  };
}

/** Types that share bytes: the first number stands in the lowest bits. */
export function decodePacked(bits: 4 | 6, table: () => Float32Array): Decode {
  const mask = (1 << bits) - 1;
  return (bytes, out, at, count) => {
    const values = table();
    for (let i = 0; i < count; i++) {
      const byte = (i * bits) >>> 3;
      const pair = bytes[byte] | ((bytes[byte + 1] ?? 0) << 8);
      out[at + i] = values[(pair >> ((i * bits) & 7)) & mask];
    }
  };
}

function bytesBehind(out: Numbers, at: number, count: number): Uint8Array {
  const width = out.BYTES_PER_ELEMENT;
  return new Uint8Array(out.buffer, out.byteOffset + at * width, count * width);
}
