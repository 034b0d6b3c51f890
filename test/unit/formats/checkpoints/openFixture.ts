import { expect } from 'vitest';
import type { CheckpointFormat, Folder, OpenedCheckpoint } from '../../../../src/formats/checkpoints/checkpointFormat';
import { fixture } from '../fixture';
import { memorySource } from '../memorySource';

/** A folder whose files are in memory. */
export function memoryFolder(files: Readonly<Record<string, Uint8Array>>, path = '/models/a'): Folder {
  return {
    path,
    list: () => Promise.resolve(Object.keys(files)),
    source: (name) => (name in files
      ? memorySource(files[name], `${path}/${name}`)
      : { path: `${path}/${name}`, stat: () => Promise.resolve(undefined), read: () => Promise.resolve(new Uint8Array(0)) }),
  };
}

export function openBytes(format: CheckpointFormat, bytes: Uint8Array, name = 'file'): Promise<OpenedCheckpoint | { readonly error: string }> {
  const folder = memoryFolder({ [name]: bytes });
  return format.open(folder.source(name), folder);
}

/** Opens a file that must be readable. */
export async function openedBytes(format: CheckpointFormat, bytes: Uint8Array, name = 'file'): Promise<OpenedCheckpoint> {
  const opened = await openBytes(format, bytes, name);
  if ('error' in opened) expect.fail(opened.error);
  return opened;
}

/** Opens a file under test/fixtures/checkpoints. */
export function openedFixture(format: CheckpointFormat, path: string): Promise<OpenedCheckpoint> {
  return openedBytes(format, fixture(`checkpoints/${path}`), path.slice(path.lastIndexOf('/') + 1));
}

/** Opens bytes that may be damaged, and reads every tensor: what comes back is values or sentences, never another error. */
export async function survive(format: CheckpointFormat, bytes: Uint8Array): Promise<'refused' | 'read'> {
  const opened = await openBytes(format, bytes);
  if ('error' in opened) {
    expect(opened.error).toMatch(sentence);
    return 'refused';
  }
  for (const tensor of opened.tensors) {
    const values = await tensor.read().catch((error: unknown) => expectSentence(error));
    if (values) expect(values.length).toBe(tensor.shape.reduce((product, length) => product * length, 1));
  }
  return 'read';
}

export const sentence = /^[A-Z].*\S.*[.)]$/s;

function expectSentence(error: unknown): undefined {
  if (!(error instanceof Error) || error.constructor.name !== 'UnreadableTensor') throw error;
  expect(error.message).toMatch(/\.$/);
}
