import { describe, expect, it } from 'vitest';
import { gguf } from '../../../../src/formats/checkpoints/gguf';
import { checkpointOf } from '../../../../src/formats/checkpoints/summary';
import type { StoredTensor } from '../../../../src/formats/checkpoints/checkpointFormat';
import { openedFixture } from './openFixture';

describe('the summary of a checkpoint', () => {
  it('is plain data with the place of every tensor', async () => {
    const opened = await openedFixture(gguf, 'gguf/quant-matrix.gguf');
    const checkpoint = checkpointOf('/models/a.gguf', gguf, opened);
    expect(structuredClone(checkpoint)).toEqual(checkpoint);
    expect(checkpoint).toMatchObject({ format: 'gguf', label: 'GGUF model', step: null, troubles: [] });
    expect(checkpoint.tensors.every(({ role, layer }) => role === 'ffn.up' && layer === 0)).toBe(true);
    expect(checkpoint.parameters).toBe(8 * 64 * 256);
  });

  it('counts what is trained', () => {
    const tensors = [
      stored('h.0.attn.c_attn.weight', [4, 12], 'F32'), stored('h.0.attn.c_attn.bias', [12], 'F32'), stored('h.0.attn.bias', [1, 1, 8, 8], 'F32'),
      stored('bn.running_mean', [5], 'F32'), stored('bn.num_batches_tracked', [], 'I64'), stored('mask', [8, 8], 'BOOL'), stored('blk.0.ffn_up.weight', [4, 32], 'Q4_0'),
    ];
    expect(checkpointOf('/a', gguf, { tensors, step: 3, files: [], metadata: {}, troubles: [] }).parameters).toBe(48 + 12 + 128);
  });

  it('counts a model once whose running average stands beside it', () => {
    const tensors = [stored('fc.weight', [4, 12], 'F32'), stored('ema.fc.weight', [4, 12], 'F32'), stored('model_ema.module.fc.weight', [4, 12], 'F32'), stored('ema.own.weight', [2, 3], 'F32')];
    expect(checkpointOf('/a', gguf, { tensors, step: 3, files: [], metadata: {}, troubles: [] }).parameters).toBe(48 + 6);
  });

  it('says why there are no tensors', () => {
    const opened = { tensors: [], step: null, files: [], metadata: {}, troubles: [] };
    expect(checkpointOf('/a.pkl', { id: 'x', label: 'X' }, opened).troubles).toEqual([expect.stringContaining('It holds no tensors')]);
    expect(checkpointOf('/a.pt', { id: 'x', label: 'X' }, { ...opened, optimizer: { groups: [], state: new Map() } }).troubles).toEqual([expect.stringContaining('an optimizer and no weights')]);
  });
});

function stored(name: string, shape: readonly number[], type: string): StoredTensor {
  return { name, shape, type, bytes: 0, read: () => Promise.resolve(new Float32Array(0)) };
}
