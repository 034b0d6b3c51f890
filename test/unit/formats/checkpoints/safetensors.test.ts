import { describe, expect, it } from 'vitest';
import { safetensors } from '../../../../src/formats/checkpoints/safetensors';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { openBytes, openedBytes, openedFixture, survive } from './openFixture';

/** A file with that header, padded with spaces to a size, and as many zero bytes of values. */
function file(header: unknown, values: number | Uint8Array, padded = 0): Uint8Array {
  const text = new TextEncoder().encode((typeof header === 'string' ? header : JSON.stringify(header)).padEnd(padded));
  const data = typeof values === 'number' ? new Uint8Array(values) : values;
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function f32(begin: number, end: number, shape: readonly number[] = [(end - begin) / 4]): object {
  return { dtype: 'F32', shape, data_offsets: [begin, end] };
}

describe('safetensors', () => {
  it('reads a real file', async () => {
    const { tensors } = await openedFixture(safetensors, 'safetensors/multi_layer.safetensors');
    // Values as numpy reads them from the bytes.
    expect(tensors.map(({ name, shape, type }) => [name, shape.join(), type])).toContainEqual(['conv1.weight', '4,3,3,3', 'F32']);
    const bias = await tensors.find(({ name }) => name === 'conv1.bias')?.read();
    expect([...bias ?? []]).toEqual([0.13191646337509155, 0.03988170251250267, 0.061896324157714844, 0.14375224709510803]);
  });

  it('reads headers that are padded or leave values unaligned, and the metadata', async () => {
    for (const padded of [0, 61, 64]) {
      const { tensors, metadata } = await openedBytes(safetensors, file({ __metadata__: { format: 'pt' }, a: f32(0, 4, []), b: { dtype: 'F4', shape: [2, 3], data_offsets: [4, 7] } }, Uint8Array.of(0, 0, 128, 63, 0x21, 0x43, 0x65), padded));
      expect(metadata).toEqual({ format: 'pt' });
      expect([...await tensors[0].read()]).toEqual([1]);
      expect([...await tensors[1].read()]).toEqual([0.5, 1, 1.5, 2, 3, 4]);
    }
  });

  it('lists tensors of types that it does not know', async () => {
    const { tensors } = await openedBytes(safetensors, file({ a: { dtype: 'NEW', shape: [3], data_offsets: [0, 5] } }, 5));
    await expect(tensors[0].read()).rejects.toThrow(/type NEW are not read/);
  });

  it('takes names for names', async () => {
    const { tensors } = await openedBytes(safetensors, file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4));
    expect(tensors.map(({ name }) => name)).toEqual(['__proto__']);
  });

  it.each([
    ['still being written', file({ a: f32(0, 400) }, 200)],
    ['still being written', file({ a: f32(0, 400) }, 400).subarray(0, 20)],
    ['takes? 40', file({ a: f32(0, 44, [10]) }, 44)],
    ['bytes of another tensor', file({ a: f32(0, 8), b: f32(4, 12) }, 12)],
    ['damaged', file({ a: f32(8, 4, [1]) }, 8).fill(0x7d, 8, 9)],
    ['damaged', file({ a: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, 4)],
    ['damaged', file({ a: { dtype: 'F32', shape: [1e300], data_offsets: [0, 4] } }, 4)],
    ['shape and type take', file({ a: { dtype: 'F32', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 4] } }, 4)],
    ['more than safetensors allows', Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0x7b, 0, 0)],
  ])('refuses a header that lies: %s', async (sentence, bytes) => {
    expect(await openBytes(safetensors, bytes)).toEqual({ error: expect.stringMatching(sentence) });
  });

  it('survives every truncation and 3,000 corruptions', async () => {
    const small = file({ weight: f32(0, 48, [3, 4]), bias: { dtype: 'BF16', shape: [3], data_offsets: [48, 54] } }, 54);
    for (let length = 0; length < small.length; length++) expect(await survive(safetensors, small.subarray(0, length))).toBe('refused');
    for (let seed = 0; seed < 2500; seed++) await survive(safetensors, corrupted(small, seed));
    const real = fixture('checkpoints/safetensors/multi_layer.safetensors');
    for (let seed = 0; seed < 500; seed++) await survive(safetensors, corrupted(real.subarray(0, 900), seed));
  });
});
