import type { HeaderReader } from '../headerReader';
import { protoFields } from './protoFields';
import type { ProtoField } from './protoFields';

/** A TensorProto (onnx.proto3) without its values. */
export interface TensorProto {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly values: Values | undefined;
}

/** Where values stand: as raw bytes, as varints, or in another file. */
export type Values =
  | { readonly kind: 'raw' | 'varints'; readonly offset: number; readonly length: number }
  | { readonly kind: 'external'; readonly file: string; readonly offset: number; readonly length: number | undefined };

/** @throws Malformed */
export async function readTensorProto(reader: HeaderReader, tensor: ProtoField): Promise<TensorProto> {
  const shape: number[] = [];
  const external = new Map<string, string>();
  let name = '';
  let type = 0;
  let values: Values | undefined;
  for await (const field of protoFields(reader, tensor.start + tensor.length)) {
    if (field.number === 1) shape.push(...await integers(reader, field));
    else if (field.number === 2) type = field.value;
    else if (field.number === 8) name = await reader.text(field.length, longestName);
    else if (field.number === 13) await readEntry(reader, field, external);
    else if (valueFields.has(field.number) && field.length > 0) values = { kind: varintFields.has(field.number) ? 'varints' : 'raw', offset: field.start, length: field.length };
  }
  return { name, shape, type, values: external.has('location') ? externalValues(external) : values };
}

const longestName = 1024;
const mostDimensions = 64;
/** float_data, int32_data, int64_data, raw_data, double_data, uint64_data */
const valueFields = new Set([4, 5, 7, 9, 10, 11]);
const varintFields = new Set([5, 7, 11]);

/** Dimensions stand one by one, or packed into one field. */
async function integers(reader: HeaderReader, field: ProtoField): Promise<number[]> {
  if (field.length === 0) return [field.value];
  const found: number[] = [];
  const length = Math.min(field.length, 10 * mostDimensions);
  await reader.ensure(length);
  let value = 0;
  let scale = 1;
  while (reader.position < field.start + length) {
    const byte = reader.take(1, (view, at) => view.getUint8(at));
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte > 127) continue;
    found.push(value);
    value = 0;
    scale = 1;
  }
  return found;
}

async function readEntry(reader: HeaderReader, entry: ProtoField, into: Map<string, string>): Promise<void> {
  let key = '';
  for await (const field of protoFields(reader, entry.start + entry.length)) {
    const text = await reader.text(field.length, longestName);
    if (field.number === 1) key = text;
    else if (field.number === 2) into.set(key, text);
  }
}

function externalValues(entries: ReadonlyMap<string, string>): Values {
  const length = entries.get('length');
  return { kind: 'external', file: entries.get('location') ?? '', offset: Number(entries.get('offset') ?? 0), length: length === undefined ? undefined : Number(length) };
}
