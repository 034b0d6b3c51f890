import { UnreadableTensor } from './checkpointFormat';
import { decodeBfloat16, decodeFloat32, decodeFloat64, decodeInt64, decodePacked, decodeSmall, decodeUint64, decodeWith } from './decodeNumbers';
import { e2m1, e2m3, e3m2, e4m3, e4m3fnuz, e5m2, e5m2fnuz, e8m0, float16 } from './smallFloats';

export type Numbers = Float32Array | Float64Array;

/** How a number stands in bytes, little-endian. */
export interface NumberType {
  /** In the words of safetensors: F32, BF16, F8_E4M3, I64. */
  readonly name: string;
  readonly bits: number;
  /** Its values do not fit into float32 (float64 and integers of 32 and 64 bits; beyond 2^53 these are rounded). */
  readonly wide: boolean;
  /**
   * Decodes `count` numbers from the start of `bytes` into `out` from `at`. Absent for numbers that are not real.
   * A stretch of a packed type (fewer than 8 bits) begins at a multiple of 8 numbers.
   */
  readonly decode?: (bytes: Uint8Array, out: Numbers, at: number, count: number) => void;
}

const types: readonly NumberType[] = [
  { name: 'F64', bits: 64, wide: true, decode: decodeFloat64 },
  { name: 'F32', bits: 32, wide: false, decode: decodeFloat32 },
  { name: 'F16', bits: 16, wide: false, decode: decodeSmall(16, float16) },
  { name: 'BF16', bits: 16, wide: false, decode: decodeBfloat16 },
  { name: 'F8_E4M3', bits: 8, wide: false, decode: decodeSmall(8, e4m3) },
  { name: 'F8_E5M2', bits: 8, wide: false, decode: decodeSmall(8, e5m2) },
  { name: 'F8_E4M3FNUZ', bits: 8, wide: false, decode: decodeSmall(8, e4m3fnuz) },
  { name: 'F8_E5M2FNUZ', bits: 8, wide: false, decode: decodeSmall(8, e5m2fnuz) },
  { name: 'F8_E8M0', bits: 8, wide: false, decode: decodeSmall(8, e8m0) },
  { name: 'F6_E2M3', bits: 6, wide: false, decode: decodePacked(6, e2m3) },
  { name: 'F6_E3M2', bits: 6, wide: false, decode: decodePacked(6, e3m2) },
  { name: 'F4', bits: 4, wide: false, decode: decodePacked(4, e2m1) },
  { name: 'I64', bits: 64, wide: true, decode: decodeInt64 },
  { name: 'U64', bits: 64, wide: true, decode: decodeUint64 },
  { name: 'I32', bits: 32, wide: true, decode: decodeWith(4, (view, at) => view.getInt32(at, true)) },
  { name: 'U32', bits: 32, wide: true, decode: decodeWith(4, (view, at) => view.getUint32(at, true)) },
  { name: 'I16', bits: 16, wide: false, decode: decodeWith(2, (view, at) => view.getInt16(at, true)) },
  { name: 'U16', bits: 16, wide: false, decode: decodeWith(2, (view, at) => view.getUint16(at, true)) },
  { name: 'I8', bits: 8, wide: false, decode: decodeWith(1, (view, at) => view.getInt8(at)) },
  { name: 'U8', bits: 8, wide: false, decode: decodeWith(1, (view, at) => view.getUint8(at)) },
  { name: 'BOOL', bits: 8, wide: false, decode: decodeWith(1, (view, at) => (view.getUint8(at) ? 1 : 0)) },
  { name: 'C32', bits: 32, wide: false },
  { name: 'C64', bits: 64, wide: false },
  { name: 'C128', bits: 128, wide: true },
];

/** Every number type by its name. */
export const numberTypes: ReadonlyMap<string, NumberType> = new Map(types.map((type) => [type.name, type]));

/** Bytes that `count` numbers take, the last one filled up. */
export function bytesOf(type: NumberType, count: number): number {
  return Math.ceil((count * type.bits) / 8);
}

/** Room for decoded numbers. */
export function roomFor(type: NumberType, count: number): Numbers {
  return type.wide ? new Float64Array(count) : new Float32Array(count);
}

/**
 * Decodes numbers that are in memory.
 * @throws UnreadableTensor for complex numbers, and where there are fewer bytes than the numbers take.
 */
export function decodeNumbers(type: NumberType, bytes: Uint8Array, count: number): Numbers {
  const decode = decoderOf(type);
  if (bytes.length < bytesOf(type, count)) {
    throw new UnreadableTensor(`${count} numbers of type ${type.name} take ${bytesOf(type, count)} bytes, but there are only ${bytes.length}.`);
  }
  const out = roomFor(type, count);
  decode(bytes, out, 0, count);
  return out;
}

/** @throws UnreadableTensor for complex numbers. */
export function decoderOf(type: NumberType): NonNullable<NumberType['decode']> {
  if (type.decode) return type.decode;
  throw new UnreadableTensor(`Complex numbers (${type.name}) have no place in these statistics; save the real and the imaginary part as tensors of their own.`);
}
