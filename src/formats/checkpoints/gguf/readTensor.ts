import type { Source } from '../../../model/source';
import { UnreadableTensor } from '../checkpointFormat';
import type { Numbers } from '../numberTypes';
import type { TensorType } from './tensorType';

/** Where the blocks of a tensor stand. */
export interface Blocks {
  readonly name: string;
  readonly type: TensorType;
  /** From the start of the file. */
  readonly offset: number;
  /** Number of values, a multiple of those in a block. */
  readonly count: number;
}

/**
 * All values of a tensor, read and decoded a few megabytes at a time.
 * @throws UnreadableTensor
 */
export async function readTensor(source: Source, { name, type, offset, count }: Blocks): Promise<Numbers> {
  if (!type.decode) throw new UnreadableTensor(`${JSON.stringify(name)} is stored as ${type.name}, a quantisation that cannot be read here. Convert the model to Q8_0 or F16 with llama-quantize.`);
  const out = type.wide ? new Float64Array(count) : new Float32Array(count);
  const step = Math.max(1, Math.floor(pieceBytes / type.bytes)) * type.elements;
  for (let at = 0; at < count; at += step) {
    const values = Math.min(step, count - at);
    const length = (values / type.elements) * type.bytes;
    const bytes = await source.read(offset + (at / type.elements) * type.bytes, length);
    if (bytes.length < length) throw new UnreadableTensor(`The file ends inside ${JSON.stringify(name)}: it was cut off while it was read. Copy or download it again.`);
    type.decode(bytes, out, at, values);
  }
  return out;
}

const pieceBytes = 4 << 20;
