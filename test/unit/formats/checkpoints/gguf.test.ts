import { describe, expect, it } from 'vitest';
import { gguf } from '../../../../src/formats/checkpoints/gguf';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { memoryFolder, openBytes, openedBytes, openedFixture, sentence, survive } from './openFixture';

const quantisations = (): Uint8Array => fixture('checkpoints/gguf/quantisations.gguf');

describe('GGUF', () => {
  it('recognises its signature', () => {
    expect(gguf.recognise('/a/model.gguf', quantisations())).toBe(3);
    expect(gguf.recognise('/a/model.bin', quantisations())).toBe(2);
    expect(gguf.recognise('/a/model.gguf', new Uint8Array(8))).toBe(0);
  });

  it('reads one matrix in eight types as gguf-py does', async () => {
    const expected = JSON.parse(new TextDecoder().decode(fixture('checkpoints/gguf/quant-matrix.expected.json'))) as Record<string, { shape: number[]; sum: number; fro: number; first8: number[]; last4: number[] }>;
    const { tensors, troubles } = await openedFixture(gguf, 'gguf/quant-matrix.gguf');
    expect(troubles).toEqual([]);
    expect(tensors.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
    for (const tensor of tensors) {
      const { shape, sum, fro, first8, last4 } = expected[tensor.name];
      const values = Float64Array.from(await tensor.read());
      expect(tensor.shape).toEqual(shape);
      expect([...values.subarray(0, 8)]).toEqual(first8);
      expect([...values.subarray(-4)]).toEqual(last4);
      expect(values.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 9);
      expect(Math.sqrt(values.reduce((total, value) => total + value * value, 0))).toBeCloseTo(fro, 5);
    }
  });

  it('decodes every quantisation to the values of gguf-py', async () => {
    const expected = JSON.parse(new TextDecoder().decode(fixture('checkpoints/gguf/quantisations.expected.json'))) as Record<string, number[]>;
    const { tensors } = await openedFixture(gguf, 'gguf/quantisations.gguf');
    expect(tensors.map(({ type }) => type).sort()).toEqual(Object.keys(expected).sort());
    for (const tensor of tensors) {
      const values = await tensor.read();
      const largest = Math.max(...expected[tensor.name].map(Math.abs));
      expect(values.length).toBe(expected[tensor.name].length);
      values.forEach((value, i) => { expect(Math.abs(value - expected[tensor.name][i]), `${tensor.name}[${i}]`).toBeLessThanOrEqual(3e-7 * largest); });
    }
  });

  it('says what an empty and a vocabulary-only file hold', async () => {
    const empty = await openedFixture(gguf, 'gguf/empty.gguf');
    expect(empty.tensors).toEqual([]);
    expect(empty.metadata).toEqual({ 'general.architecture': 'llama' });
    expect(empty.troubles).toEqual(['This GGUF holds no tensors: there are no weights to analyse.']);
    const vocabulary = await openedBytes(gguf, ggufBytes({ pairs: [['tokenizer.ggml.model', 8, string('bert')], ['tokenizer.ggml.tokens', 9, [...u32(8), ...u64(2), ...string('a'), ...string('bc')]], ['bert.block_count', 4, u32(12)]] }));
    expect(vocabulary.metadata).toEqual({ 'tokenizer.ggml.model': 'bert', 'bert.block_count': 12 });
    expect(vocabulary.troubles[0]).toContain('vocabulary only');
  });

  it('says of a damaged file without tensors that there is nothing to analyse', async () => {
    const opened = await openedBytes(gguf, ggufBytes({ pairs: [['tokenizer.ggml.model', 8, string('bert')], ['bert.block_count', 99, u32(12)]] }));
    expect(opened.metadata).toEqual({ 'tokenizer.ggml.model': 'bert' });
    expect(opened.troubles[0]).toContain('type 99');
    expect(opened.troubles[1]).toContain('no weights to analyse');
  });

  it('refuses what the file has no room for', async () => {
    expect(await openBytes(gguf, fixture('checkpoints/gguf/tiny-truncated.gguf'))).toEqual({
      error: 'The file ends before the values of "test.weight.0": it is truncated or still being written. Copy or download it again.',
    });
    expect(await errorOf({ tensors: [{ name: 'a', shape: [4], offset: 0 }, { name: 'b', shape: [4], offset: 8 }] })).toContain('puts "b" over "a"');
    expect(await errorOf({ tensors: [{ name: 'a', shape: [2 ** 40, 2 ** 40], offset: 0 }] })).toContain('the file is damaged');
    expect(await errorOf({ tensors: [{ name: 'a', shape: [33], offset: 0, type: 2 }] })).toContain('which Q4_0 cannot hold');
    expect(await errorOf({ counts: [2 ** 50, 0] })).toContain('more than the file has room for');
    expect(await errorOf({ version: 4 })).toContain('version 4');
    expect(await errorOf({ version: 3 << 24 })).toContain('big-endian');
    expect(await errorOf({ pairs: [['k', 8, u64(2 ** 60)]], tensors: [{ name: 'a', shape: [4], offset: 0 }] })).toContain('ends inside its header');
    expect(await errorOf({ pairs: [['k', 99, u64(0)]], tensors: [{ name: 'a', shape: [4], offset: 0 }] })).toContain('type 99');
  });

  it('reads version 1, whose lengths take 32 bits, and every kind of value', async () => {
    const v1 = [...text('GGUF'), ...u32(1), ...u32(1), ...u32(1), ...u32(1), ...text('k'), ...u32(7), 1, ...u32(1), ...text('w'), ...u32(1), ...u32(2), ...u32(0), ...u64(0)];
    const bytes = new Uint8Array(Math.ceil(v1.length / 32) * 32 + 8);
    bytes.set(v1);
    new DataView(bytes.buffer).setFloat32(bytes.length - 4, 2.5, true);
    const opened = await openedBytes(gguf, bytes);
    expect(opened.metadata).toEqual({ k: true });
    expect([...await opened.tensors[0].read()]).toEqual([0, 2.5]);
    const scalars = await openedBytes(gguf, ggufBytes({ pairs: [['u8', 0, [255]], ['i8', 1, [255]], ['i16', 3, [254, 255]], ['f32', 6, [0, 0, 128, 63]], ['u64', 10, u64(2 ** 40)], ['f64', 12, [0, 0, 0, 0, 0, 0, 240, 63]]] }));
    expect(scalars.metadata).toEqual({ u8: 255, i8: -1, i16: -2, f32: 1, u64: 2 ** 40, f64: 1 });
  });

  it('knows quantisations that it cannot decode by their names', async () => {
    const opened = await openedBytes(gguf, ggufBytes({ tensors: [{ name: 'w', shape: [1, 256], offset: 0, type: 18 }], dataBytes: 98 }));
    expect(opened.tensors[0].type).toBe('IQ3_XXS');
    await expect(opened.tensors[0].read()).rejects.toThrow('stored as IQ3_XXS');
  });

  it('joins the parts of a split model and says which is missing', async () => {
    const part = (name: string): Uint8Array => ggufBytes({ pairs: [['split.count', 2, [3, 0]]], tensors: [{ name, shape: [2], offset: 0 }], dataBytes: 8 });
    const folder = memoryFolder({ 'm-00001-of-00003.gguf': part('a'), 'm-00003-of-00003.gguf': part('c') });
    const opened = await gguf.open(folder.source('m-00001-of-00003.gguf'), folder);
    if ('error' in opened) expect.fail(opened.error);
    expect(opened.tensors.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(opened.troubles).toEqual(['Part m-00002-of-00003.gguf is missing: its tensors are not shown. Put it beside the others.']);
  });

  it('refuses every truncation', async () => {
    const bytes = quantisations();
    const step = Math.ceil(bytes.length / 700);
    for (let length = 0; length < bytes.length - 31; length += length < 1500 ? 1 : step) {
      expect(await survive(gguf, bytes.subarray(0, length)), `${length} bytes`).toBe('refused');
    }
  });

  it('survives corruption', async () => {
    const bytes = quantisations();
    for (let seed = 0; seed < 300; seed++) await survive(gguf, corrupted(bytes, seed));
    const header = bytes.subarray(0, 1400);
    for (let seed = 0; seed < 1000; seed++) await survive(gguf, corrupted(header, seed));
  });
});

interface Made {
  readonly version?: number;
  readonly counts?: readonly [number, number];
  readonly pairs?: readonly (readonly [string, number, readonly number[]])[];
  readonly tensors?: readonly { name: string; shape: readonly number[]; offset: number; type?: number }[];
  readonly dataBytes?: number;
}

async function errorOf(made: Made): Promise<string> {
  const opened = await openBytes(gguf, ggufBytes({ dataBytes: 64, ...made }));
  if (!('error' in opened)) expect.fail('was read');
  expect(opened.error).toMatch(sentence);
  return opened.error;
}

function ggufBytes({ version = 3, pairs = [], tensors = [], counts = [tensors.length, pairs.length], dataBytes = 0 }: Made): Uint8Array {
  const header = [
    ...text('GGUF'), ...u32(version), ...u64(counts[0]), ...u64(counts[1]),
    ...pairs.flatMap(([key, type, value]) => [...string(key), ...u32(type), ...value]),
    ...tensors.flatMap(({ name, shape, offset, type = 0 }) => [...string(name), ...u32(shape.length), ...[...shape].reverse().flatMap(u64), ...u32(type), ...u64(offset)]),
  ];
  const bytes = new Uint8Array(Math.ceil(header.length / 32) * 32 + dataBytes);
  bytes.set(header);
  return bytes;
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}

function string(value: string): number[] {
  return [...u64(value.length), ...text(value)];
}

function u32(value: number): number[] {
  return [...new Uint8Array(new Uint32Array([value]).buffer)];
}

function u64(value: number): number[] {
  return [...new Uint8Array(new BigUint64Array([BigInt(value)]).buffer)];
}
