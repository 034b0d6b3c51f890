import type { HeaderReader } from '../headerReader';
import { Malformed } from '../malformed';
import { readHead } from './readHead';
import type { Head } from './readHead';

/** What a tree of MessagePack values (flax.serialization) holds, by paths joined by slashes. */
export interface Tree {
  readonly arrays: ReadonlyMap<string, ArrayInfo>;
  readonly scalars: ReadonlyMap<string, string | number | boolean>;
}

export interface ArrayInfo {
  readonly shape: readonly number[];
  /** In numpy's words: float32, bfloat16. */
  readonly type: string;
  /** Where the values stand in the file. */
  readonly offset: number;
  readonly length: number;
}

/** @throws Malformed */
export async function readTree(reader: HeaderReader): Promise<Tree> {
  const arrays = new Map<string, ArrayInfo>();
  const scalars = new Map<string, string | number | boolean>();
  await readValue(reader, [], { arrays, scalars });
  return { arrays, scalars };
}

interface Collected {
  readonly arrays: Map<string, ArrayInfo>;
  readonly scalars: Map<string, string | number | boolean>;
}

const deepest = 64;
const longestText = 1024;
/** Extension codes of flax.serialization: an array, and a scalar of numpy, which is written the same way. */
const arrayCodes = new Set([1, 3]);

async function readValue(reader: HeaderReader, path: readonly string[], into: Collected): Promise<void> {
  if (path.length > deepest) throw damagedMsgpack();
  const head = await readHead(reader);
  const name = path.join('/');
  if (head.kind === 'map') await readMap(reader, head.count, path, into);
  else if (head.kind === 'list') await readList(reader, head.count, path, into);
  else if (head.kind === 'text') into.scalars.set(name, await reader.text(head.length, longestText));
  else if (head.kind === 'extension' && arrayCodes.has(head.code)) into.arrays.set(name, await readArray(reader, head.length));
  else if (head.kind === 'scalar' && head.value !== null) into.scalars.set(name, head.value);
  else if (head.kind === 'extension' || head.kind === 'bytes') reader.skip(head.length);
}

async function readMap(reader: HeaderReader, count: number, path: readonly string[], into: Collected): Promise<void> {
  for (let i = 0; i < count; i++) {
    const key = await readHead(reader);
    const name = key.kind === 'text' ? await reader.text(key.length, longestText) : scalarText(key);
    await readValue(reader, [...path, name], into);
  }
}

async function readList(reader: HeaderReader, count: number, path: readonly string[], into: Collected): Promise<void> {
  for (let i = 0; i < count; i++) await readValue(reader, [...path, String(i)], into);
}

/** An array is MessagePack inside of MessagePack: its shape, the name of its type and its bytes. */
async function readArray(reader: HeaderReader, length: number): Promise<ArrayInfo> {
  const end = reader.position + length;
  const parts = await readHead(reader);
  const dimensions = await readHead(reader);
  if (parts.kind !== 'list' || parts.count !== 3 || dimensions.kind !== 'list') throw damagedMsgpack();
  const shape: number[] = [];
  for (let i = 0; i < dimensions.count; i++) shape.push(Number(scalarText(await readHead(reader))));
  const type = await readHead(reader);
  if (type.kind !== 'text') throw damagedMsgpack();
  const typeName = await reader.text(type.length, longestText);
  const bytes = await readHead(reader);
  if (bytes.kind !== 'bytes' || reader.position + bytes.length > end) throw damagedMsgpack();
  const offset = reader.position;
  reader.skip(end - offset);
  return { shape, type: typeName, offset, length: bytes.length };
}

function scalarText(head: Head): string {
  if (head.kind !== 'scalar') throw damagedMsgpack();
  return String(head.value);
}

export function damagedMsgpack(): Malformed {
  return new Malformed('The file does not hold the weights that Flax writes as MessagePack: it is damaged or of another kind. Save it again with flax.serialization.');
}
