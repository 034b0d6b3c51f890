import { describe, expect, it } from 'vitest';
import type { OpenedCheckpoint } from '../../../../src/formats/checkpoints/checkpointFormat';
import { torchDistributed } from '../../../../src/formats/checkpoints/torchDistributed';
import { corrupted } from '../corruptions';
import { fixture } from '../fixture';
import { digest } from './digest';
import { memoryFolder, sentence } from './openFixture';

type Files = Readonly<Record<string, Uint8Array>>;

function files(folder: string): Files {
  return Object.fromEntries(['.metadata', '__0_0.distcp', '__1_0.distcp'].map((name) => [name, fixture(`checkpoints/distributed/${folder}/${name}`)]));
}

function open(present: Files): ReturnType<typeof torchDistributed.open> {
  const folder = memoryFolder(present);
  return torchDistributed.open(folder.source('.metadata'), folder);
}

async function opened(present: Files): Promise<OpenedCheckpoint> {
  const result = await open(present);
  if ('error' in result) expect.fail(result.error);
  return result;
}

describe('PyTorch distributed checkpoints', () => {
  it.each(['nested', 'flat'])('puts the divided tensors of %s together', async (folder) => {
    const expected = JSON.parse(new TextDecoder().decode(fixture(`checkpoints/distributed/${folder}.expected.json`))) as Record<string, unknown>;
    const { tensors, optimizer, step, files: names } = await opened(files(folder));
    const found: Record<string, unknown> = {};
    for (const tensor of tensors) found[tensor.name] = [tensor.shape, digest(await tensor.read())];
    for (const [parameter, { tensors: slots, scalars }] of optimizer?.state ?? []) {
      const squares = slots.get('exp_avg_sq');
      found[`${parameter}.exp_avg_sq`] = squares && [squares.shape, digest(await squares.read())];
      expect(scalars).toEqual({ step: 3 });
    }
    expect(found).toEqual(expected);
    expect(tensors.map(({ name }) => name)).toEqual(['0.weight', '0.bias', '2.weight']);
    expect(step).toBe(3);
    expect(names).toHaveLength(3);
  });

  it('reads the groups of the optimizer in both forms', async () => {
    for (const folder of ['nested', 'flat']) {
      const { optimizer } = await opened(files(folder));
      expect(optimizer?.groups).toMatchObject([{ options: { lr: 0.001, weight_decay: 0.01 } }]);
      expect(new Set(optimizer?.groups[0].parameters)).toEqual(new Set(['0.weight', '0.bias', '2.weight']));
    }
  });

  it('says what is missing', async () => {
    const { '.metadata': metadata, '__0_0.distcp': first, ...rest } = files('nested');
    expect(await open({ '__0_0.distcp': first })).toEqual({ error: expect.stringMatching(/no \.metadata/) });
    const incomplete = await opened({ '.metadata': metadata, ...rest });
    await expect(incomplete.tensors[0].read()).rejects.toThrow(/__0_0\.distcp of the checkpoint is missing/);
    const short = await opened({ '.metadata': metadata, '__0_0.distcp': first.subarray(0, 100), ...rest });
    await expect(short.tensors[0].read()).rejects.toThrow(/too short/);
    expect(await open({ '.metadata': new TextEncoder().encode('flutter: 1\n') })).toEqual({ error: expect.stringMatching(sentence) });
  });

  it('asks for no file outside its folder', async () => {
    const present = files('nested');
    // Names of the same length, so that the pickle stays whole.
    const text = [...present['.metadata']].map((byte) => String.fromCharCode(byte)).join('').replaceAll('__0_0.distcp', '../../passwd');
    const { tensors } = await opened({ ...present, '.metadata': Uint8Array.from(text, (character) => character.charCodeAt(0)) });
    for (const tensor of tensors) await tensor.read().catch((error: Error) => expect(error.message).toMatch(/outside its folder/));
    await expect(tensors[0].read()).rejects.toThrow(/outside its folder/);
  });

  it('survives truncations and 1,500 corruptions', async () => {
    const present = files('nested');
    const survive = async (changed: Files): Promise<void> => {
      const result = await open(changed);
      if ('error' in result) return expect(result.error).toMatch(sentence);
      for (const tensor of result.tensors) await tensor.read().catch((error: Error) => expect([error.constructor.name, error.message]).toEqual(['UnreadableTensor', expect.stringMatching(/\.$/)]));
    };
    for (let length = 0; length < present['.metadata'].length; length += 7) await survive({ ...present, '.metadata': present['.metadata'].subarray(0, length) });
    for (let seed = 0; seed < 750; seed++) {
      await survive({ ...present, '.metadata': corrupted(present['.metadata'], seed) });
      await survive({ ...present, '__1_0.distcp': corrupted(present['__1_0.distcp'], seed) });
    }
  }, 120_000);
});
