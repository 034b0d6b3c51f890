import { createHash } from 'node:crypto';
import type { Tensor } from '../../model/checkpoint';
import type { Source } from '../../model/source';

/**
 * A name for what a checkpoint holds, whatever its path and time: its tensors by name, shape and type, and samples of every file.
 * Weights that were trained differ everywhere, so that samples tell them apart without reading gigabytes.
 */
export async function contentKey(tensors: readonly Tensor[], sources: readonly Source[], context: string): Promise<string> {
  const hash = createHash('sha256').update(context);
  for (const { name, shape, type } of tensors) hash.update(JSON.stringify([name, shape, type]));
  for (const source of sources) {
    const size = (await source.stat())?.size ?? 0;
    hash.update(String(size));
    for (let i = 0; i < samples; i++) {
      const offset = Math.floor((i * Math.max(size - sampleBytes, 0)) / (samples - 1));
      hash.update(await source.read(offset, sampleBytes));
      if (size <= sampleBytes) break;
    }
  }
  return hash.digest('hex');
}

const samples = 48;
const sampleBytes = 4096;
