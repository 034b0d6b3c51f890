import type { ProtoReader } from './protobuf';

export interface Tensor {
  /** Elements as doubles; empty for types that are not numbers. */
  readonly numbers: readonly number[];
  /** First element of a tensor of strings. */
  readonly text: string;
}

/** tensorflow.DataType of the numbers that logs hold. */
const type = { float: 1, double: 2, int32: 3, int64: 9, bfloat16: 14, half: 19 } as const;
/** Fields of a TensorProto (tensorflow/core/framework/tensor.proto). */
const field = { type: 1, content: 4, floats: 5, doubles: 6, ints: 7, strings: 8, longs: 10, halves: 13 } as const;
/** Histograms have a few thousand elements at most; what is longer is no scalar and no histogram. */
const mostElements = 1 << 16;

/** Reads the TensorProto in bytes[start, end). */
export function readTensor(reader: ProtoReader, start: number, end: number): Tensor {
  const numbers: number[] = [];
  let text = '';
  let dataType = 0;
  let contentStart = 0;
  let contentEnd = 0;
  reader.at = start;
  while (reader.at < end) {
    const key = reader.varint();
    const number = key >>> 3;
    if (key === field.type << 3) dataType = reader.varint();
    else if (holdsNumbers(number)) readNumbers(reader, key, end, dataType, numbers);
    else if (number === field.content || (number === field.strings && text === '')) {
      const length = Math.max(reader.length(end), 0);
      contentStart = reader.at;
      contentEnd = reader.at += length;
      if (number === field.strings) text = reader.text(contentStart, contentEnd);
    } else reader.skip(key, end);
  }
  if (dataType !== 0 && text === '' && contentEnd > contentStart) readContent(reader, contentStart, contentEnd, dataType, numbers);
  return { numbers, text };
}

function holdsNumbers(number: number): boolean {
  return number === field.floats || number === field.doubles || number === field.ints || number === field.longs || number === field.halves;
}

/** One element of a repeated field, or the whole of a packed one. */
function readNumbers(reader: ProtoReader, key: number, end: number, dataType: number, into: number[]): void {
  const number = key >>> 3;
  if ((key & 7) !== 2) {
    into.push(readNumber(reader, number, dataType));
    return;
  }
  const stop = Math.max(reader.length(end), 0) + reader.at;
  while (reader.at < stop && into.length < mostElements) into.push(readNumber(reader, number, dataType));
  reader.at = stop;
}

function readNumber(reader: ProtoReader, number: number, dataType: number): number {
  if (number === field.floats) return reader.float();
  if (number === field.doubles) return reader.double();
  const integer = reader.varint();
  if (number !== field.halves) return integer;
  return dataType === type.bfloat16 ? fromBfloat16(integer) : fromHalf(integer);
}

/** Elements as raw little-endian memory. */
function readContent(reader: ProtoReader, start: number, end: number, dataType: number, into: number[]): void {
  const width = widths.get(dataType);
  if (width === undefined) return;
  reader.at = start;
  while (reader.at + width <= end && into.length < mostElements) into.push(readElement(reader, dataType));
}

const widths = new Map<number, number>([[type.float, 4], [type.double, 8], [type.int32, 4], [type.int64, 8], [type.bfloat16, 2], [type.half, 2]]);

function readElement(reader: ProtoReader, dataType: number): number {
  switch (dataType) {
    case type.float: return reader.float();
    case type.double: return reader.double();
    case type.int32: return reader.unsigned(4) | 0;
    case type.int64: return reader.unsigned(4) + (reader.unsigned(4) | 0) * 2 ** 32;
    case type.bfloat16: return fromBfloat16(reader.unsigned(2));
    default: return fromHalf(reader.unsigned(2));
  }
}

/** The upper half of a float. */
function fromBfloat16(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

const word = new DataView(new ArrayBuffer(4));

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
