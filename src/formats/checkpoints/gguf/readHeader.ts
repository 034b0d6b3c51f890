import type { Source } from '../../../model/source';
import { HeaderReader } from '../headerReader';
import { Malformed } from '../malformed';
import { readKeyValues } from './keyValues';
import type { Metadata, ReadLength } from './keyValues';

/** Header of a GGUF file (ggml, docs/gguf.md), versions 1 to 3. */
export interface GgufHeader {
  readonly metadata: Readonly<Metadata>;
  readonly tensors: readonly TensorInfo[];
  /** Why the pairs could not all be read, in a file that holds no tensors anyway. */
  readonly damage?: string;
  /** Offset in the file from which the offsets of tensors count. */
  readonly dataStart: number;
}

export interface TensorInfo {
  readonly name: string;
  /** Rows first: the file lists the fastest dimension first. */
  readonly shape: readonly number[];
  readonly type: number;
  /** From the start of the data. */
  readonly offset: number;
}

/** @throws Malformed */
export async function readGgufHeader(source: Source, size: number): Promise<GgufHeader> {
  const reader = new HeaderReader(source, size);
  await reader.ensure(8);
  const magic = reader.uint32();
  if (magic !== ggufMagic) throw new Malformed('This is not a GGUF file: it does not begin with "GGUF".');
  const length = lengthReader(reader, checkedVersion(reader.uint32()));
  const tensorCount = await length();
  const pairs = await length();
  if (tensorCount * leastTensorInfo + pairs * leastPair > reader.left) {
    throw new Malformed(`The header announces ${tensorCount} tensors and ${pairs} entries, more than the file has room for: it is damaged or still being written. Copy or download it again.`);
  }
  if (tensorCount === 0) return readWithoutTensors(reader, pairs, length);
  const metadata = await collectKeyValues(reader, pairs, length);
  const tensors: TensorInfo[] = [];
  for (let i = 0; i < tensorCount; i++) tensors.push(await readTensorInfo(reader, length));
  const alignment = alignmentOf(metadata);
  return { metadata, tensors, dataStart: Math.ceil(reader.position / alignment) * alignment };
}

/** Nothing stands behind the pairs, so that damage to them (vocabularies saved as text are common) costs only pairs. */
async function readWithoutTensors(reader: HeaderReader, pairs: number, length: ReadLength): Promise<GgufHeader> {
  const metadata: Metadata = Object.create(null);
  try {
    await readKeyValues(reader, pairs, length, metadata);
    return { metadata, tensors: [], dataStart: reader.position };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { metadata, tensors: [], dataStart: reader.position, damage: error.message };
  }
}

async function collectKeyValues(reader: HeaderReader, pairs: number, length: ReadLength): Promise<Metadata> {
  const metadata: Metadata = Object.create(null);
  await readKeyValues(reader, pairs, length, metadata);
  return metadata;
}

const ggufMagic = 0x46554747;
/** Bytes of the shortest possible tensor info and key-value pair. */
const leastTensorInfo = 20;
const leastPair = 9;
const longestName = 1024;
const mostDimensions = 8;

function checkedVersion(version: number): number {
  if (version >= 1 && version <= 3) return version;
  if (version === 3 << 24) throw new Malformed('This GGUF was written for big-endian machines. Convert it with gguf_convert_endian.py of llama.cpp.');
  throw new Malformed(`This is GGUF version ${version}; versions 1 to 3 can be read. Convert it with a tool of the present llama.cpp.`);
}

function lengthReader(reader: HeaderReader, version: number): ReadLength {
  const bytes = version === 1 ? 4 : 8;
  return async () => {
    await reader.ensure(bytes);
    return version === 1 ? reader.uint32() : reader.uint64();
  };
}

async function readTensorInfo(reader: HeaderReader, length: ReadLength): Promise<TensorInfo> {
  const name = await reader.text(await length(), longestName);
  await reader.ensure(4);
  const dimensions = reader.uint32();
  if (dimensions > mostDimensions) throw new Malformed(`The header gives ${JSON.stringify(name)} ${dimensions} dimensions: it is damaged. Copy or download the file again.`);
  const shape: number[] = [];
  for (let i = 0; i < dimensions; i++) shape.unshift(await length());
  await reader.ensure(12);
  return { name, shape, type: reader.uint32(), offset: reader.uint64() };
}

function alignmentOf(metadata: GgufHeader['metadata']): number {
  const alignment = metadata['general.alignment'] ?? 32;
  if (typeof alignment === 'number' && alignment >= 1 && alignment <= 1 << 20 && Number.isInteger(alignment)) return alignment;
  throw new Malformed('The header says that tensors are aligned to an impossible number of bytes: the file is damaged. Copy or download it again.');
}
