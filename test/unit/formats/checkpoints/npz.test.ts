import { describe, expect, it } from 'vitest';
import { npy } from '../../../../src/formats/checkpoints/npy';
import { npz } from '../../../../src/formats/checkpoints/npz';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { openBytes, openedFixture, sentence, survive } from './openFixture';

const matrix = Array.from({ length: 12 }, (_, i) => (i - 5) / 4);

describe('numpy archives', () => {
  it('recognises them by name and signature', () => {
    const bytes = fixture('checkpoints/numpy/stored.npz');
    expect(npz.recognise('/a/w.npz', bytes)).toBe(3);
    expect(npz.recognise('/a/w.pt', bytes)).toBe(0);
    expect(npy.recognise('/a/w.npy', fixture('checkpoints/numpy/matrix.npy'))).toBe(3);
    expect(npy.recognise('/a/w.npy', bytes)).toBe(0);
  });

  for (const file of ['stored.npz', 'deflated.npz']) {
    it(`reads every type and order of ${file}`, async () => {
      const { tensors, troubles } = await openedFixture(npz, `numpy/${file}`);
      const values = new Map<string, number[]>();
      for (const tensor of tensors) if (tensor.name !== 'complex') values.set(tensor.name, [...await tensor.read()]);
      for (const name of ['f8', 'f4', 'f2', 'big', 'bigHalf', 'fortran', 'fortranBig', 'blocks/0/kernel']) expect(values.get(name), name).toEqual(matrix);
      for (const name of ['i8', 'i2']) expect(values.get(name), name).toEqual(matrix.map((value) => value * 4));
      expect(values.get('u1')).toEqual(matrix.map((value) => value * 4 + 5));
      expect(values.get('bool')).toEqual(matrix.map((value) => (value > 0 ? 1 : 0)));
      expect(values.get('scalar')).toEqual([2.5]);
      expect(values.get('empty')).toEqual([]);
      expect(values.get('cube')).toEqual(Array.from({ length: 24 }, (_, i) => i));
      expect(tensors.find(({ name }) => name === 'fortran')).toMatchObject({ shape: [3, 4], type: 'F32', bytes: 48 });
      expect(troubles.map((trouble) => trouble.slice(0, 60))).toEqual([
        '"objects.npy" is left out. This array holds Python objects, ',
        '"fields.npy" is left out. This array has named fields, which',
        '"words.npy" is left out. This array has the type "<U1", which',
      ].map((trouble) => trouble.slice(0, 60)));
    });
  }

  it('refuses to read complex numbers', async () => {
    const { tensors } = await openedFixture(npz, 'numpy/stored.npz');
    await expect(tensors.find(({ name }) => name === 'complex')?.read()).rejects.toThrow('Complex numbers');
  });

  it("reads candle's archive", async () => {
    const { tensors } = await openedFixture(npz, 'numpy/test.npz');
    expect(tensors.map(({ name, type, shape }) => ({ name, type, shape }))).toEqual([{ name: 'x', type: 'I64', shape: [10] }, { name: 'x_plus_one', type: 'I64', shape: [10] }]);
    expect([...await tensors[1].read()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('reads a single array', async () => {
    const { tensors } = await openedFixture(npy, 'numpy/matrix.npy');
    expect(tensors[0]).toMatchObject({ name: 'matrix', shape: [3, 4], type: 'F32' });
    expect([...await tensors[0].read()]).toEqual(matrix);
  });

  it('evaluates nothing in a header and believes no shape', async () => {
    expect(await errorOf("{'descr': __import__('os').system('id'), 'fortran_order': False, 'shape': (1,), }")).toContain('named fields');
    expect(await errorOf("{'descr': '<f4', 'fortran_order': False, 'shape': (10**9,), }")).toContain('damaged');
    expect(await errorOf("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }")).toContain('ends before its values');
    expect(await errorOf("{'descr': '|V8', 'fortran_order': False, 'shape': (1,), }")).toContain('no number');
  });

  it('refuses or reads every truncation, and survives corruption', async () => {
    const single = fixture('checkpoints/numpy/matrix.npy');
    for (let length = 0; length < single.length; length++) expect(await survive(npy, single.subarray(0, length))).toBe('refused');
    for (let seed = 0; seed < 500; seed++) await survive(npy, corrupted(single, seed));
    for (const file of ['test.npz', 'stored.npz', 'deflated.npz']) {
      const bytes = fixture(`checkpoints/numpy/${file}`);
      for (let length = 0; length < bytes.length; length += 13) expect(await survive(npz, bytes.subarray(0, length))).toBe('refused');
      for (let seed = 0; seed < 60; seed++) await survive(npz, corrupted(bytes, seed));
    }
  });
});

async function errorOf(header: string): Promise<string> {
  const text = new TextEncoder().encode(header);
  const bytes = Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, text.length, 0, ...text, 0, 0, 0, 0]);
  const opened = await openBytes(npy, bytes);
  if (!('error' in opened)) expect.fail('was read');
  expect(opened.error).toMatch(sentence);
  return opened.error;
}
