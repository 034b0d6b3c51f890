import { unzlibSync } from 'fflate';
import type { Failure } from '../failure';
import { sizeOf } from '../strided';
import type { Dataset } from './dataset';
import type { Hdf5File } from './hdf5File';
import { address, damagedHdf5, expectSignature } from './hdf5File';

/** A stretch of a chunked dataset. */
interface Chunk {
  readonly at: number;
  readonly length: number;
  /** Bit i: filter i was left out for this chunk. */
  readonly skipped: number;
  /** Index of its first element in every dimension. */
  readonly first: readonly number[];
}

/** The values of a chunked dataset, row after row, put together in memory. @throws Malformed */
export async function readChunks(file: Hdf5File, dataset: Dataset, tree: number, chunk: readonly number[]): Promise<Uint8Array | Failure> {
  const width = dataset.type.bits / 8;
  const unknown = dataset.filters.find((id) => !knownFilters.has(id));
  if (unknown !== undefined) return { error: `Its values are packed by HDF5 filter ${unknown}; only gzip, shuffle and Fletcher checksums are read. Save it without compression.` };
  const needed = Math.max(sizeOf(dataset.shape), sizeOf(chunk)) * width;
  if (!(needed <= largestDataset)) return { error: 'Its values are chunked and take more than 1 GB. Save them contiguously.' };
  if (needed > file.size * mostDeflated) return { error: 'The file is too short for its values: it is damaged. Copy or save it again.' };
  const out = new Uint8Array(sizeOf(dataset.shape) * width);
  for (const found of await chunksOf(file, tree, chunk.length)) {
    const bytes = await unfiltered(file, dataset, found, sizeOf(chunk) * width);
    copyChunk(bytes, chunk, found.first, { out, shape: dataset.shape, width });
  }
  return out;
}

const largestDataset = 2 ** 30;
/** Deflate shortens at most 1,032 times (zlib's technical notes). */
const mostDeflated = 1032;
const deepestTree = 8;
const deflate = 1;
const shuffle = 2;
const fletcher = 3;
const knownFilters = new Set([deflate, shuffle, fletcher]);

/** Chunks under a version 1 B-tree, whose keys are: length, skipped filters, first element and 0. */
async function chunksOf(file: Hdf5File, root: number, rank: number): Promise<readonly Chunk[]> {
  if (!Number.isFinite(root)) return [];
  const keyLength = 8 + 8 * (rank + 1);
  let nodes = [root];
  for (let depth = 0; depth < deepestTree; depth++) {
    const found: Chunk[] = [];
    let leaf = false;
    for (const at of nodes) {
      const head = await file.view(at, 24);
      expectSignature(head, 'TREE');
      leaf = head.getUint8(5) === 0;
      const entries = await file.view(at + 24, head.getUint16(6, true) * (keyLength + 8));
      for (let next = 0; next < entries.byteLength; next += keyLength + 8) found.push(chunkAt(entries, next, rank));
    }
    if (leaf || found.length === 0) return found;
    nodes = found.map(({ at }) => at);
  }
  throw damagedHdf5();
}

function chunkAt(view: DataView, at: number, rank: number): Chunk {
  const first = Array.from({ length: rank }, (_, i) => address(view, at + 8 + 8 * i));
  return { length: view.getUint32(at, true), skipped: view.getUint32(at + 4, true), first, at: address(view, at + 8 + 8 * (rank + 1)) };
}

async function unfiltered(file: Hdf5File, { filters, type }: Dataset, chunk: Chunk, expected: number): Promise<Uint8Array> {
  let bytes = await file.source.read(file.base + chunk.at, chunk.length);
  for (const [i, id] of [...filters.entries()].reverse()) {
    if ((chunk.skipped >> i) & 1) continue;
    if (id === deflate) bytes = inflated(bytes, expected);
    else if (id === shuffle) bytes = unshuffled(bytes, type.bits / 8);
    else bytes = bytes.subarray(0, -4);
  }
  if (bytes.length < expected) throw damagedHdf5();
  return bytes;
}

function inflated(bytes: Uint8Array, expected: number): Uint8Array {
  try {
    return unzlibSync(bytes, { out: new Uint8Array(expected + 4) });
  } catch {
    throw damagedHdf5();
  }
}

/** The first bytes of all numbers stand first, then the second ones. */
function unshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(bytes.length / width);
  const out = bytes.slice();
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) out[i * width + byte] = bytes[byte * count + i];
  }
  return out;
}

/** Copies the rows of a chunk that lie inside of the dataset; chunks at its edges reach over it. */
function copyChunk(bytes: Uint8Array, chunk: readonly number[], first: readonly number[], into: { out: Uint8Array; shape: readonly number[]; width: number }): void {
  const { out, shape, width } = into;
  const last = shape.length - 1;
  if (first.some((start, i) => !(start < shape[i]))) return;
  const run = Math.min(chunk[last], shape[last] - first[last]) * width;
  const rows = sizeOf(chunk.slice(0, last));
  for (let row = 0; row < rows; row++) {
    const index = rowIndex(row, chunk, first);
    if (index.some((at, i) => at >= shape[i])) continue;
    const target = index.reduce((sum, at, i) => sum * shape[i] + at, 0) * shape[last] + first[last];
    out.set(bytes.subarray(row * chunk[last] * width, row * chunk[last] * width + run), target * width);
  }
}

/** Place of a row of a chunk in all dimensions of the dataset but the last. */
function rowIndex(row: number, chunk: readonly number[], first: readonly number[]): number[] {
  const index: number[] = [];
  let left = row;
  for (let i = chunk.length - 2; i >= 0; i--) {
    index.unshift(first[i] + (left % chunk[i]));
    left = Math.floor(left / chunk[i]);
  }
  return index;
}
