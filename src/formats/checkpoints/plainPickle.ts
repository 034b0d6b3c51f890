import type { CheckpointFormat } from './checkpointFormat';
import { isFailure } from './failure';
import { largestPickle, unpickle } from './pickle/unpickle';
import { describeCheckpoint } from './torch/describeCheckpoint';
import type { TensorStorages } from './torch/tensorStorages';

/** A pickle of arrays (numpy, PaddlePaddle, JAX) without a container around it. */
export const plainPickle: CheckpointFormat = {
  id: 'pickle',
  label: 'Python pickle',
  recognise(path, head) {
    if (head[0] !== 0x80 || head[1] > 5 || head.length < 3) return /\.(pkl|pickle)$/.test(path) && beginsAsText(head) ? 1 : 0;
    return /\.(pkl|pickle|p|pdparams|pdopt|pt|pth|bin|ckpt)$/.test(path) ? 2 : 1;
  },
  async open(source) {
    const size = (await source.stat())?.size ?? 0;
    if (size > largestPickle) return { error: `The pickle takes ${size} bytes, more than Plateau reads (${largestPickle}); save the weights as safetensors.` };
    const unpickled = unpickle(await source.read(0, size));
    if (isFailure(unpickled)) return { error: unpickled.error };
    return describeCheckpoint({ ...unpickled, storages: noStorages }, source.path);
  },
};

/** Protocols 0 and 1 have no signature: a mark, a dict, a list or a name comes first. */
function beginsAsText(head: Uint8Array): boolean {
  return [0x28, 0x7d, 0x5d, 0x63].includes(head[0]);
}

/** Arrays carry their values themselves. */
const noStorages: TensorStorages = {
  size: () => undefined,
  find: () => Promise.resolve({ error: 'The file holds no values of this tensor; save the weights as safetensors.' }),
};
