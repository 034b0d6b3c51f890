import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../../src/formats/checkpoints/bytesSource';
import { plainPickle } from '../../../../src/formats/checkpoints/plainPickle';
import { memoryFolder } from './openFixture';

/** Bytes of parts that are text, single bytes or bytes. */
function bytesOf(...parts: readonly (string | number | Uint8Array)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : typeof part === 'number' ? [part] : [...part])));
}

const text = (value: string) => bytesOf('X', value.length, 0, 0, 0, value);

/** What pickle.dump writes of a storage: the file that torch.save in its legacy form makes of it. */
const storage = bytesOf(
  Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19), '.', 0x80, 2, 'M', 0xe9, 3, '.', 0x80, 2, '}.',
  0x80, 2, '(', text('storage'), 'ctorch\nFloatStorage\n', text('0'), text('cpu'), 'K', 4, 'NtQ.', 0x80, 2, ']', text('0'), 'a.',
  Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0), new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer),
);

/** {'w': the tensor of 2 × 2 of that storage, 'tied': the same}, with what is said of it beside its values. */
const pickled = (metadata: Uint8Array, inner = storage) => bytesOf(
  0x80, 4, '}', text('w'), 'ctorch._utils\n_rebuild_tensor_v2\n', '(', 'ctorch.storage\n_load_from_bytes\n', 'C', inner.length, inner, 0x85, 'R',
  'K', 0, 'K', 2, 'K', 2, 0x86, 'K', 2, 'K', 1, 0x86, 0x89, '}', metadata, 'tRq', 0, 's', text('tied'), 'h', 0, 's.',
);

async function open(bytes: Uint8Array) {
  const opened = await plainPickle.open(bytesSource('model.pkl', bytes), memoryFolder({}));
  if ('error' in opened) throw new Error(opened.error);
  return { ...opened, values: await Promise.all(opened.tensors.map(async (tensor) => [tensor.name, tensor.type, tensor.shape, [...await tensor.read()]])) };
}

describe('a pickle without a container', () => {
  it('gives the tensors that pickle.dump writes, tied ones once', async () => {
    const { values, metadata, troubles } = await open(pickled(bytesOf()));
    expect(values).toEqual([['w', 'F32', [2, 2], [1, 2, 3, 4]]]);
    expect(metadata).toEqual({ 'tied.tied': 'w' });
    expect(troubles).toEqual([]);
  });

  it('minds that a tensor is the negative of its storage', async () => {
    expect((await open(pickled(bytesOf('}', text('neg'), 0x88, 's')))).values[0][3]).toEqual([-1, -2, -3, -4]);
  });

  it('says so where the storage inside is cut off', async () => {
    for (const length of [0, 20, 60, storage.length - 4]) {
      const { values, troubles } = await open(pickled(bytesOf(), storage.subarray(0, length)));
      expect(values).toEqual([]);
      expect(troubles[0]).toMatch(/^"w"/);
    }
  });
});
