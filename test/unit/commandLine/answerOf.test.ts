import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/commandLine/answerOf';
import type { Surroundings } from '../../../src/commandLine/command';
import { commands } from '../../../src/commandLine/commands/registry';
import { KernelPool } from '../../../src/engine/kernelPool';
import { nodeFiles } from '../../../src/engine/nodeFiles';

const around: Surroundings = {
  files: nodeFiles,
  now: 0,
  demandReadable: () => Promise.resolve(),
  pool: () => new KernelPool(() => { throw new Error('nothing is to be worked out'); }, 1),
  write: () => Promise.reject(new Error('nothing is to be written')),
};

const ask = (...words: string[]) => answerOf(words, around, (path) => path);

/** What a command needs beside a path before it looks at the path. */
const needed: Readonly<Record<string, readonly string[]>> = {
  series: ['--metric', 'loss/train'],
  adapt: ['--by', 'test/nowhere.blueprint.json'],
  forecast: ['--budget', '6400', '--full', '1638400'],
};

describe('answerOf', () => {
  it.each(commands.map(({ name }) => name))('refuses with JSON and a sentence what plateau %s cannot do', async (name) => {
    const words = [name, 'test/nowhere', ...(needed[name] ?? [])];
    const plain = await ask(...words);
    expect(plain).toEqual({ output: '', complaint: expect.stringMatching(/nowhere/), status: 1 });
    const machine = await ask(...words, '--json');
    expect(machine.complaint).toBe(plain.complaint);
    expect(machine.status).toBe(1);
    expect(JSON.parse(machine.output)).toEqual({ error: plain.complaint });
  });

  it.each(commands.map(({ name }) => name))('refuses with JSON a call of plateau %s without a path', async (name) => {
    const { output, status } = await ask(name, '--json');
    expect(JSON.parse(output)).toEqual({ error: expect.stringContaining(`plateau ${name} `) });
    expect(status).toBe(1);
  });

  it('leaves the usage to people', async () => {
    const { output, complaint } = await ask('fly', '--json');
    expect(JSON.parse(output)).toEqual({ error: 'There is no command fly.' });
    expect(complaint).toMatch(/^There is no command fly\.\n\nplateau: diagnostics/);
    expect(JSON.parse((await ask('--json')).output)).toEqual({ error: expect.stringContaining('--json') });
    expect((await ask()).complaint).toMatch(/^Name a command\./);
  });

  it('shows a line for each command, and the options of the one that is asked about', async () => {
    const { output, status } = await ask('--help');
    expect(status).toBe(0);
    expect(output.split('\n').filter((line) => line.startsWith('  plateau '))).toHaveLength(commands.length + 1);
    expect(output).not.toContain('--compare');
    const one = (await ask('replay', '--help')).output;
    expect(one).toMatch(/^ {2}plateau replay PATH… .*\n {6}--json .*\n {6}--compare .*\n {6}--set KEY=VALUE /);
    expect(one).not.toContain('plateau check');
  });

  it('shows people the files, the plan and the series of a run', async () => {
    const { output } = await ask('runs', 'test/fixtures/trainerState');
    expect(output).toMatch(/^ {2}file: .*finished\.json$/m);
    expect(output).toMatch(/^ {2}plan: .*maxSteps [\d,]+/m);
    expect(output).toMatch(/^ {2}series \(points\): .*loss\/train \(\d+\)/m);
  });

  it('says of a folder without weights how its runs come to spectra', async () => {
    expect((await ask('spectrum', 'test/fixtures/text-logs')).complaint).toMatch(/^The folder holds no checkpoint .* plateau_recorder\.py /);
    expect((await ask('spectrum', 'test/nowhere')).complaint).not.toContain('recorder');
  });

  it('refuses what may not be read instead of finding nothing in it', async () => {
    const refusal = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/closed' });
    const { complaint, status } = await answerOf(['check', '/closed'], { ...around, demandReadable: () => Promise.reject(refusal) }, (path) => path);
    expect(complaint).toBe('/closed may not be used by you: name another place or mend this one.');
    expect(status).toBe(1);
  });

  it('prints results as they are, remarks aside', async () => {
    const { output, complaint, status } = await ask('runs', 'test/fixtures/fine-tuning', '--json');
    expect(JSON.parse(output)).toEqual({ runs: [] });
    expect(complaint).toContain('No training run was recognised');
    expect(status).toBe(0);
  });

  it('tells what the machine refuses and where the code broke, the latter to people alone', async () => {
    const refusing = (error: Error) => answerOf(['runs', 'test/fixtures', '--json'], { ...around, files: { ...nodeFiles, kindOf: () => Promise.reject(error), list: () => Promise.reject(error) } }, (path) => path);
    const machine = await refusing(Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/closed' }));
    expect(JSON.parse(machine.output)).toEqual({ error: '/closed may not be used by you: name another place or mend this one.' });
    const broken = await refusing(new RangeError('out of range'));
    expect(JSON.parse(broken.output)).toEqual({ error: 'plateau could not go on: RangeError: out of range' });
    expect(broken.complaint).toMatch(/\n.*answerOf\.test/);
  });
});
