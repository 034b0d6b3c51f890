import { UnreadableTensor } from './checkpointFormat';
import type { StoredTensor } from './checkpointFormat';
import { sizeOf } from './strided';

/**
 * The moments of an optimizer of bitsandbytes under the names that PyTorch gives them: state1 is exp_avg and state2
 * exp_avg_sq. Small ones are plain float32; large ones are bytes, each an index into the 256 values of qmap, scaled by
 * the absmax of its block (8-bit Optimizers via Block-wise Quantization, arXiv 2110.02861, section 2).
 * None where there are not two states: a single one is a momentum for some optimizers, a mean square for others.
 */
export function blockwiseMoments(state: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, StoredTensor> {
  const first = moment(state, 1, 'exp_avg');
  const second = moment(state, 2, 'exp_avg_sq');
  return new Map(first && second ? [[first.name, first], [second.name, second]] : []);
}

function moment(state: ReadonlyMap<string, StoredTensor>, index: 1 | 2, name: string): StoredTensor | undefined {
  const values = state.get(`state${index}`);
  if (!values || values.type !== 'U8') return values && { ...values, name, read: () => values.read() };
  const map = state.get(`qmap${index}`);
  const scales = state.get(`absmax${index}`);
  return map && scales && { name, shape: values.shape, type: values.type, bytes: values.bytes, read: () => dequantise(values, map, scales) };
}

async function dequantise(values: StoredTensor, map: StoredTensor, scales: StoredTensor): Promise<Float32Array> {
  const block = blockSize(sizeOf(values.shape), sizeOf(scales.shape));
  if (block === undefined || sizeOf(map.shape) !== 256) throw new UnreadableTensor('Its blocks of 8 bits do not fit its scales; save the optimizer again.');
  const [indices, levels, largest] = [await values.read(), await map.read(), await scales.read()];
  return Float32Array.from(indices, (byte, i) => levels[byte] * largest[Math.floor(i / block)]);
}

/** The size that makes as many blocks as there are scales; bitsandbytes uses powers of two, 256 or 2048 as a rule. */
function blockSize(count: number, blocks: number): number | undefined {
  return [256, 2048, 64, 128, 512, 1024, 4096].find((size) => Math.ceil(count / size) === blocks);
}
