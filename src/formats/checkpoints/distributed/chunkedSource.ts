import type { Source } from '../../../model/source';
import { rowMajorStrides, sizeOf } from '../strided';

/** A block of a tensor whose own values stand row after row in a file. */
export interface Chunk {
  readonly offsets: readonly number[];
  readonly sizes: readonly number[];
  readonly source: Source;
}

/**
 * The values of a whole tensor, row after row, as a file whose bytes come from the blocks that it was saved in. What no
 * block covers is missing: reading there gives fewer bytes.
 */
export function chunkedSource(path: string, chunks: readonly Chunk[], shape: readonly number[], width: number): Source {
  const size = sizeOf(shape) * width;
  return {
    path,
    stat: () => Promise.resolve({ size, modified: 0, identity: path }),
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      for (const chunk of chunks) filled += await copyChunk(chunk, runsOf(chunk, shape, width), offset, bytes);
      return filled === bytes.length ? bytes : bytes.subarray(0, 0);
    },
  };
}

/** How a block lies in the tensor: runs of as many bytes, each at its place. */
interface Runs {
  readonly length: number;
  readonly count: number;
  /** Where run `i` begins in the tensor, in bytes; ascending. */
  start(i: number): number;
}

function runsOf({ offsets, sizes }: Chunk, shape: readonly number[], width: number): Runs {
  // Dimensions behind the last one that is divided stand together.
  let inner = shape.length;
  while (inner > 0 && sizes[inner - 1] === shape[inner - 1]) inner--;
  const outer = Math.max(0, inner - 1);
  const strides = rowMajorStrides(shape);
  const outerStrides = rowMajorStrides(sizes.slice(0, outer));
  const first = offsets.reduce((sum, offset, i) => sum + offset * strides[i], 0);
  return {
    length: sizeOf(sizes.slice(outer)) * width,
    count: sizeOf(sizes.slice(0, outer)),
    start: (i) => (first + outerStrides.reduce((sum, stride, d) => sum + (Math.floor(i / stride) % sizes[d]) * strides[d], 0)) * width,
  };
}

/** Copies what a block has of the bytes from `offset`, with one read; returns how many bytes that were. */
async function copyChunk({ source }: Chunk, runs: Runs, offset: number, bytes: Uint8Array): Promise<number> {
  const from = firstRun(runs, (i) => runs.start(i) + runs.length > offset);
  const to = firstRun(runs, (i) => runs.start(i) >= offset + bytes.length);
  if (from >= to || runs.length === 0) return 0;
  const block = await source.read(from * runs.length, (to - from) * runs.length);
  let copied = 0;
  for (let i = from; i < to; i++) {
    const target = runs.start(i) - offset;
    const inBlock = (i - from) * runs.length;
    const run = block.subarray(inBlock + Math.max(0, -target), inBlock + Math.min(runs.length, bytes.length - target));
    bytes.set(run, Math.max(0, target));
    copied += run.length;
  }
  return copied;
}

/** The first run for which something holds that holds for all later ones. */
function firstRun(runs: Runs, holds: (i: number) => boolean): number {
  let [low, high] = [0, runs.count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
