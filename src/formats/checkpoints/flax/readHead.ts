import type { HeaderReader } from '../headerReader';
import { Malformed } from '../malformed';

/** What begins at a place of a MessagePack file (msgpack/spec.md); the content of all but scalars follows. */
export type Head =
  | { readonly kind: 'scalar'; readonly value: number | boolean | null }
  | { readonly kind: 'map' | 'list'; readonly count: number }
  | { readonly kind: 'text' | 'bytes'; readonly length: number }
  | { readonly kind: 'extension'; readonly length: number; readonly code: number };

/** @throws Malformed */
export async function readHead(reader: HeaderReader): Promise<Head> {
  const byte = await unsigned(reader, 1);
  if (byte < 0x80) return { kind: 'scalar', value: byte };
  if (byte < 0x90) return { kind: 'map', count: byte & 15 };
  if (byte < 0xa0) return { kind: 'list', count: byte & 15 };
  if (byte < 0xc0) return { kind: 'text', length: byte & 31 };
  if (byte >= 0xe0) return { kind: 'scalar', value: byte - 256 };
  const read = formats.get(byte);
  if (!read) throw new Malformed(`The file holds byte ${byte}, which no MessagePack does: it is damaged or of another kind. Save it again with flax.serialization.`);
  return read(reader);
}

type ReadHead = (reader: HeaderReader) => Promise<Head>;

/** Formats that begin with a byte of their own. */
const formats: ReadonlyMap<number, ReadHead> = new Map<number, ReadHead>([
  [0xc0, constant(null)], [0xc2, constant(false)], [0xc3, constant(true)],
  [0xc4, sized('bytes', 1)], [0xc5, sized('bytes', 2)], [0xc6, sized('bytes', 4)],
  [0xc7, extension(1)], [0xc8, extension(2)], [0xc9, extension(4)],
  [0xca, number(4, (view, at) => view.getFloat32(at))], [0xcb, number(8, (view, at) => view.getFloat64(at))],
  [0xcc, number(1, (view, at) => view.getUint8(at))], [0xcd, number(2, (view, at) => view.getUint16(at))],
  [0xce, number(4, (view, at) => view.getUint32(at))], [0xcf, number(8, (view, at) => Number(view.getBigUint64(at)))],
  [0xd0, number(1, (view, at) => view.getInt8(at))], [0xd1, number(2, (view, at) => view.getInt16(at))],
  [0xd2, number(4, (view, at) => view.getInt32(at))], [0xd3, number(8, (view, at) => Number(view.getBigInt64(at)))],
  ...[1, 2, 4, 8, 16].map((length, i): [number, ReadHead] => [0xd4 + i, async (reader) => ({ kind: 'extension', length, code: await unsigned(reader, 1) })]),
  [0xd9, sized('text', 1)], [0xda, sized('text', 2)], [0xdb, sized('text', 4)],
  [0xdc, counted('list', 2)], [0xdd, counted('list', 4)], [0xde, counted('map', 2)], [0xdf, counted('map', 4)],
]);

function constant(value: boolean | null): ReadHead {
  return () => Promise.resolve({ kind: 'scalar', value });
}

function number(width: number, get: (view: DataView, at: number) => number): ReadHead {
  return async (reader) => {
    await reader.ensure(width);
    return { kind: 'scalar', value: reader.take(width, get) };
  };
}

function sized(kind: 'text' | 'bytes', width: 1 | 2 | 4): ReadHead {
  return async (reader) => ({ kind, length: await unsigned(reader, width) });
}

function counted(kind: 'map' | 'list', width: 2 | 4): ReadHead {
  return async (reader) => ({ kind, count: await unsigned(reader, width) });
}

function extension(width: 1 | 2 | 4): ReadHead {
  return async (reader) => {
    const length = await unsigned(reader, width);
    return { kind: 'extension', length, code: await unsigned(reader, 1) };
  };
}

async function unsigned(reader: HeaderReader, width: 1 | 2 | 4): Promise<number> {
  await reader.ensure(width);
  if (width === 1) return reader.take(1, (view, at) => view.getUint8(at));
  return width === 2 ? reader.take(2, (view, at) => view.getUint16(at)) : reader.take(4, (view, at) => view.getUint32(at));
}
