import { tmpdir } from 'node:os';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../src/commandLine/sentenceOf';

const errorOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error);

describe('sentenceOf', () => {
  it('says what the machine refused, without a stack', async () => {
    const missing = join(tmpdir(), 'plateau-no-such-folder', 'x.json');
    expect(sentenceOf(await errorOf(writeFile(missing, '')))).toBe(`${missing} is in no folder that there is: name another place or mend this one.`);
    expect(sentenceOf(await errorOf(writeFile(tmpdir(), '')))).toBe(`${tmpdir()} is a folder where a file is needed: name another place or mend this one.`);
  });

  it('shows where any other error happened', () => {
    expect(sentenceOf(new RangeError('out of range'))).toMatch(/^plateau could not go on: RangeError: out of range\n.*sentenceOf\.test/);
    expect(sentenceOf('odd')).toBe('plateau could not go on: odd');
  });
});
