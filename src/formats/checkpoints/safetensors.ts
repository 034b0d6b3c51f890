import type { Source } from '../../model/source';
import type { CheckpointFormat, OpenedCheckpoint, StoredTensor } from './checkpointFormat';
import type { Failure } from './failure';
import { isFailure } from './failure';
import { readSafetensorsHeader } from './safetensorsHeader';
import type { SafetensorsHeader } from './safetensorsHeader';
import { sliceSource } from './sliceSource';
import { storedTensor } from './storedTensor';
import { rowMajorStrides } from './strided';

/** One safetensors file: a length, a header in JSON, the values. */
export const safetensors: CheckpointFormat = {
  id: 'safetensors',
  label: 'safetensors',
  recognise(path, head) {
    const named = path.endsWith('.safetensors');
    if (!begins(head)) return named ? 1 : 0;
    return named ? 3 : 2;
  },
  async open(source) {
    const opened = await openSafetensors(source);
    const shards = /-\d+-of-(\d+)\.safetensors$/.exec(source.path)?.[1];
    if (isFailure(opened) || !shards || Number(shards) < 2) return opened;
    return { ...opened, troubles: [...opened.troubles, `This is one of ${Number(shards)} shards; open the folder or its index for the whole model.`] };
  },
};

/** Opens one file, which may be a shard. */
export async function openSafetensors(source: Source): Promise<OpenedCheckpoint | Failure> {
  const header = await readSafetensorsHeader(source);
  if (isFailure(header)) return header;
  return {
    tensors: tensorsOf(source, header),
    step: null,
    files: [source.path],
    metadata: header.metadata,
    troubles: header.troubles,
  };
}

function tensorsOf(source: Source, header: SafetensorsHeader): readonly StoredTensor[] {
  return header.entries.map(({ name, type, shape, begin, end }) => {
    const values = sliceSource(source, header.dataStart + begin, end - begin, name);
    return storedTensor(name, type, { offset: 0, shape, strides: rowMajorStrides(shape) }, () => Promise.resolve(values));
  });
}

/** A length of at most 100 MB, then an opening brace. */
function begins(head: Uint8Array): boolean {
  return head.length > 8 && head[8] === 0x7b && head.subarray(4, 8).every((byte) => byte === 0) && head[3] < 8;
}
