import type { Source } from '../../model/source';
import { UnreadableTensor } from './checkpointFormat';
import { bytesOf, decoderOf, roomFor } from './numberTypes';
import type { NumberType, Numbers } from './numberTypes';

/**
 * Reads `count` numbers that stand one after the other from byte `offset`, by stretches: beside the result it takes
 * memory for one stretch only.
 * @throws UnreadableTensor where the file ends before, the numbers are complex, or memory is too small for them.
 */
export async function readNumbers(source: Source, offset: number, type: NumberType, count: number): Promise<Numbers> {
  const decode = decoderOf(type);
  const out = allocate(type, count);
  const stretch = stretchOf(type);
  for (let at = 0; at < count; at += stretch) {
    const numbers = Math.min(stretch, count - at);
    decode(await readExactly(source, offset + (at * type.bits) / 8, bytesOf(type, numbers)), out, at, numbers);
  }
  return out;
}

/** Numbers that one read asks for; a multiple of 8, so that stretches of packed types begin at whole bytes. */
export function stretchOf(type: NumberType): number {
  return Math.floor(stretchBytes / type.bits) * 8;
}

/** @throws UnreadableTensor when memory is too small. */
export function allocate(type: NumberType, count: number): Numbers {
  try {
    return roomFor(type, count);
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableTensor(`Its ${count} values do not fit into memory.`);
    throw error;
  }
}

/** @throws UnreadableTensor where the file ends before. */
async function readExactly(source: Source, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await source.read(offset, length);
  if (bytes.length === length) return bytes;
  throw new UnreadableTensor('The file ends before the values of this tensor: it is still being written, was cut off or is gone; wait, or copy it again.');
}

const stretchBytes = 16 * 2 ** 20;
