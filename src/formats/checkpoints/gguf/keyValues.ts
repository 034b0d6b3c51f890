import type { HeaderReader } from '../headerReader';
import { Malformed } from '../malformed';

export type Metadata = Record<string, Scalar>;
type Scalar = string | number | boolean;

/** Lengths and counts took 32 bits in version 1 and take 64 since. */
export type ReadLength = () => Promise<number>;

/**
 * The key-value pairs that follow the counts. Scalars are kept in `metadata`, long texts shortened; arrays
 * (vocabularies, merges) are passed over.
 */
export async function readKeyValues(reader: HeaderReader, count: number, length: ReadLength, metadata: Metadata): Promise<void> {
  for (let i = 0; i < count; i++) {
    const key = await reader.text(await length(), longestKey);
    await reader.ensure(4);
    const value = await readValue(reader, reader.uint32(), length);
    if (value !== undefined) metadata[key] = value;
  }
}

const longestKey = 1024;
const longestText = 4096;
const text = 8;
const array = 9;
/** Arrays of arrays are allowed; nobody nests them deeper than this. */
const deepest = 4;

/** Types of fixed size by their id. */
const fixed: ReadonlyMap<number, { bytes: number; get: (view: DataView, at: number) => Scalar }> = new Map([
  [0, { bytes: 1, get: (view, at) => view.getUint8(at) }],
  [1, { bytes: 1, get: (view, at) => view.getInt8(at) }],
  [2, { bytes: 2, get: (view, at) => view.getUint16(at, true) }],
  [3, { bytes: 2, get: (view, at) => view.getInt16(at, true) }],
  [4, { bytes: 4, get: (view, at) => view.getUint32(at, true) }],
  [5, { bytes: 4, get: (view, at) => view.getInt32(at, true) }],
  [6, { bytes: 4, get: (view, at) => view.getFloat32(at, true) }],
  [7, { bytes: 1, get: (view, at) => view.getUint8(at) !== 0 }],
  [10, { bytes: 8, get: (view, at) => Number(view.getBigUint64(at, true)) }],
  [11, { bytes: 8, get: (view, at) => Number(view.getBigInt64(at, true)) }],
  [12, { bytes: 8, get: (view, at) => view.getFloat64(at, true) }],
]);

async function readValue(reader: HeaderReader, type: number, length: ReadLength): Promise<Scalar | undefined> {
  if (type === text) return reader.text(await length(), longestText);
  if (type === array) return skipArray(reader, length, 0);
  const { bytes, get } = fixedType(type);
  await reader.ensure(bytes);
  return reader.take(bytes, get);
}

async function skipArray(reader: HeaderReader, length: ReadLength, depth: number): Promise<undefined> {
  await reader.ensure(4);
  const type = reader.uint32();
  const count = await length();
  if (depth > deepest) throw new Malformed('The header nests arrays deeper than any GGUF does: the file is damaged. Copy or download it again.');
  if (type !== text && type !== array) return void reader.skip(count * fixedType(type).bytes);
  for (let i = 0; i < count; i++) {
    if (type === array) await skipArray(reader, length, depth + 1);
    else reader.skip(await length());
  }
}

function fixedType(type: number): { bytes: number; get: (view: DataView, at: number) => Scalar } {
  const known = fixed.get(type);
  if (known) return known;
  throw new Malformed(`The header holds a value of type ${type}, which no GGUF knows: the file is damaged or newer than this reader. Copy or download it again.`);
}
