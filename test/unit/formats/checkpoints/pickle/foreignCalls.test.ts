import { describe, expect, it } from 'vitest';
import { plainPickle } from '../../../../../src/formats/checkpoints/plainPickle';
import { foreignCalls } from '../../../../../src/formats/checkpoints/pickle/foreignCalls';
import { checkpointOf } from '../../../../../src/formats/checkpoints/summary';
import { torchZip } from '../../../../../src/formats/checkpoints/torchZip';
import { openBytes, openedFixture } from '../openFixture';
import { makeZip } from '../zip/makeZip';

/** GLOBAL and REDUCE with the text as the only argument, in protocol 2. */
const call = (name: string, argument = 'echo') => `c${name.replace(/\.([^.]*)$/, '\n$1')}\nX${String.fromCharCode(argument.length)}\0\0\0${argument}\x85R`;
const pickled = (text: string) => Uint8Array.from(`\x80\x02${text}.`, (character) => character.charCodeAt(0));

async function troubles(text: string): Promise<readonly string[]> {
  const opened = await openBytes(plainPickle, pickled(text), 'evil.pkl');
  if ('error' in opened) throw new Error(opened.error);
  return checkpointOf('evil.pkl', plainPickle, opened).troubles;
}

describe('what a pickle asks for beyond the known constructors', () => {
  it('is named where it would run programs', async () => {
    expect(await troubles(call('posix.system'))).toEqual(['It holds no tensors. Loaded in Python it would call posix.system: do not load it there. Here nothing of it was executed.']);
    // Also what it throws away again.
    expect(await troubles(`${call('builtins.exec')}0}`)).toEqual([expect.stringContaining('would call builtins.exec: ')]);
  });

  it('is named where there is nothing else, the first three', async () => {
    const one = await troubles(call('my.model.Config'));
    expect(one).toEqual(['It holds no tensors. It asks for my.model.Config, which Plateau does not know; nothing of it was executed.']);
    const several = await troubles(`(${['a.A', 'b.B', 'c.C', 'd.D', 'e.E'].map((name) => call(name)).join('')}t`);
    expect(several).toEqual([expect.stringContaining('asks for a.A, b.B, c.C and 2 more, which')]);
  });

  it('does not reach the terminal as it stands in the file', async () => {
    const [sentence] = await troubles(call(`x\x1b[31m.${'y'.repeat(500)}`));
    expect(sentence).not.toMatch(/[\u0000-\u001f\u007f]/);
    expect(sentence.length).toBeLessThan(250);
  });

  it('is said of a model with weights only where it would run programs', async () => {
    const module = await openedFixture(torchZip, 'torch/module.pt');
    expect(module.tensors.length).toBeGreaterThan(0);
    expect(module.troubles).toEqual([]);
    expect(foreignCalls(new Set(['my.Layer', 'os.system']), false)).toEqual(['Loaded in Python it would call os.system: do not load it there. Here nothing of it was executed.']);
    expect(foreignCalls(new Set(['my.Layer', 'collections.ChainMap']), false)).toEqual([]);
  });

  it('is found inside of a zip, too', async () => {
    const opened = await openBytes(torchZip, makeZip([{ name: 'archive/data.pkl', bytes: pickled(call('subprocess.Popen')) }]), 'evil.pt');
    expect(opened).toMatchObject({ troubles: [expect.stringContaining('would call subprocess.Popen: ')] });
  });
});
