import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../../src/formats/checkpoints/failure';
import { readZipDirectory } from '../../../../../src/formats/checkpoints/zip/readZipDirectory';
import { readZipEntry, zipEntrySource } from '../../../../../src/formats/checkpoints/zip/readZipEntry';
import { corrupted } from '../../corruptions';
import { fixture } from '../../fixture';
import { memorySource } from '../../memorySource';
import { makeZip, text } from './makeZip';

const hello = Uint8Array.from(text('hello, hello, hello, hello'));

/** Content of every entry, or the sentence that refuses it. */
async function contents(bytes: Uint8Array, limit = 1000): Promise<Record<string, string> | string> {
  const source = memorySource(bytes);
  const directory = await readZipDirectory(source);
  if (isFailure(directory)) return directory.error;
  const read: [string, string][] = [];
  for (const entry of directory.entries.values()) {
    const content = await readZipEntry(source, entry, limit);
    read.push([entry.name, isFailure(content) ? content.error : new TextDecoder().decode(content)]);
  }
  return Object.fromEntries(read);
}

describe('zip archives', () => {
  it('reads stored and deflated entries whose local sizes are empty', async () => {
    const bytes = makeZip([{ name: 'a/b', bytes: hello }, { name: 'c', bytes: deflateSync(hello), method: 8, size: hello.length }]);
    expect(await contents(bytes)).toEqual({ 'a/b': 'hello, hello, hello, hello', c: 'hello, hello, hello, hello' });
  });

  it('reads the 64-bit form, and archives behind other bytes', async () => {
    const bytes = makeZip([{ name: 'a', bytes: hello, wide: true }, { name: 'b', bytes: hello }], true);
    expect(await contents(bytes)).toEqual({ a: 'hello, hello, hello, hello', b: 'hello, hello, hello, hello' });
    expect(await contents(Uint8Array.from([1, 2, 3, ...makeZip([{ name: 'a', bytes: hello }])]))).toEqual({ a: 'hello, hello, hello, hello' });
  });

  it('gives stretches of a stored entry', async () => {
    const source = memorySource(makeZip([{ name: 'a', bytes: hello }]));
    const directory = await readZipDirectory(source);
    if (isFailure(directory)) expect.fail(directory.error);
    const entry = directory.entries.get('a');
    const inner = entry && await zipEntrySource(source, entry);
    if (!inner || isFailure(inner)) expect.fail('no entry');
    expect(new TextDecoder().decode(await inner.read(7, 5))).toBe('hello');
    expect((await inner.stat())?.size).toBe(hello.length);
    expect(await inner.read(hello.length, 5)).toHaveLength(0);
  });

  it('refuses bombs, lies about sizes and places, encryption and other methods', async () => {
    const bomb = deflateSync(new Uint8Array(1 << 20));
    expect(await contents(makeZip([{ name: 'a', bytes: bomb, method: 8, size: 1 << 20 }]))).toMatchObject({ a: expect.stringMatching(/more than Plateau reads/) });
    expect(await contents(makeZip([{ name: 'a', bytes: bomb, method: 8, size: 500 }]), 10_000)).toMatchObject({ a: expect.stringMatching(/cannot be decompressed/) });
    expect(await contents(makeZip([{ name: 'a', bytes: hello, method: 8, size: 2 ** 31 }]), 2 ** 40)).toMatchObject({ a: expect.stringMatching(/cannot have/) });
    expect(await contents(makeZip([{ name: 'a', bytes: hello, size: 5 }]))).toMatchObject({ a: expect.stringMatching(/two different sizes/) });
    expect(await contents(makeZip([{ name: 'a', bytes: hello, flags: 1 }]))).toMatchObject({ a: expect.stringMatching(/encrypted/) });
    expect(await contents(makeZip([{ name: 'a', bytes: hello, method: 14 }]))).toMatchObject({ a: expect.stringMatching(/method 14/) });
    const outside = makeZip([{ name: 'a', bytes: hello }]);
    outside[outside.length - 22 - 1 - 4 + 1] = 200;
    expect(await contents(outside)).toMatch(/beyond the file/);
  });

  it('survives every truncation and 3,000 corruptions', async () => {
    const bytes = fixture('checkpoints/numpy/deflated.npz');
    for (let length = 0; length < bytes.length; length++) expect(await contents(bytes.subarray(0, length))).toMatch(/still being written|damaged/);
    for (let seed = 0; seed < 3000; seed++) expect(await contents(corrupted(bytes, seed), 1 << 20)).toBeDefined();
  });
});
