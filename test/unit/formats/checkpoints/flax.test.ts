import { describe, expect, it } from 'vitest';
import { flax } from '../../../../src/formats/checkpoints/flax';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { openBytes, openedFixture, survive } from './openFixture';

const matrix = Array.from({ length: 12 }, (_, i) => (i - 5) / 4);
const state = (): Uint8Array => fixture('checkpoints/flax/state.msgpack');

describe('Flax', () => {
  it('recognises MessagePack maps by name', () => {
    expect(flax.recognise('/a/flax_model.msgpack', state())).toBe(3);
    expect(flax.recognise('/a/checkpoint_500', state())).toBe(2);
    expect(flax.recognise('/a/model.bin', state())).toBe(0);
    expect(flax.recognise('/a/flax_model.msgpack', new Uint8Array(4))).toBe(0);
  });

  it('reads parameters, also those in pieces, without the state of the optimizer', async () => {
    const { tensors, metadata, step, troubles } = await openedFixture(flax, 'flax/state.msgpack');
    expect(step).toBe(500);
    expect(troubles).toEqual([]);
    expect(metadata).toEqual({ name: 'run' });
    expect(tensors.map(({ name, shape, type }) => `${name} ${shape.join('×')} ${type}`)).toEqual([
      'step  I32', 'params/embed/embedding 3×4 F32', 'params/h/0/mlp/c_fc/kernel 3×4 BF16', 'params/h/0/mlp/c_fc/bias 4 F16', 'params/large/kernel 3×4 F32',
    ]);
    for (const i of [1, 2, 4]) expect([...await tensors[i].read()], tensors[i].name).toEqual(matrix);
    expect([...await tensors[3].read()]).toEqual(matrix.slice(0, 4));
  });

  it('refuses nesting without end', async () => {
    expect(await openBytes(flax, Uint8Array.from({ length: 5000 }, () => 0x91))).toMatchObject({ error: expect.stringContaining('damaged') });
  });

  it('refuses every truncation and survives corruption', async () => {
    const bytes = state();
    for (let length = 0; length < bytes.length; length++) expect(await survive(flax, bytes.subarray(0, length))).toBe('refused');
    for (let seed = 0; seed < 500; seed++) await survive(flax, corrupted(bytes, seed));
  });
});
