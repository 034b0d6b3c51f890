import { baseName } from '../../model/source';
import type { CheckpointFormat } from './checkpointFormat';
import { isFailure } from './failure';
import { npyTensor } from './numpy/npyTensor';
import { isNpy, readNpyHeader } from './numpy/readNpyHeader';

/** One array of numpy. */
export const npy: CheckpointFormat = {
  id: 'npy',
  label: 'numpy array',
  recognise(path, head) {
    if (!isNpy(head)) return 0;
    return path.toLowerCase().endsWith('.npy') ? 3 : 2;
  },
  async open(source) {
    const size = (await source.stat())?.size;
    if (size === undefined) return { error: 'The file is gone.' };
    const header = await readNpyHeader(source, size);
    if (isFailure(header)) return header;
    const name = baseName(source.path).replace(/\.npy$/i, '');
    return { tensors: [npyTensor(name, header, () => Promise.resolve(source))], step: null, files: [source.path], metadata: {}, troubles: [] };
  },
};
