import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../../src/commandLine/commands/registry';
import { parseArguments } from '../../../src/commandLine/parseArguments';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import { poolHere } from '../engine/poolHere';

let folder: string;

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'plateau-blueprint-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...words: readonly string[]) {
  const parsed = parseArguments(words, commands, (path) => path);
  if ('error' in parsed) return { text: parsed.error, status: 1 };
  return parsed.command.run(parsed, { files: nodeFiles, now: 0, pool: poolHere, write: (path, data) => writeFile(path, data) });
}

const checkpoint = 'test/fixtures/checkpoints/torch/ckpt.pt';

describe('plateau blueprint and plateau select', () => {
  it('go from a nanoGPT checkpoint to a list of names', async () => {
    const file = join(folder, 'tiny.blueprint.json');
    const made = await run('blueprint', checkpoint, '-o', file);
    expect(made).toMatchObject({ status: 0, text: expect.stringContaining('15 modules with 6,864 parameters, from the optimizer state') });
    const blueprint = JSON.parse(await readFile(file, 'utf8'));
    expect(blueprint.submodules[0]).toMatchObject({ name: 'transformer.wte', parameters: 512, energyShare: expect.closeTo(0.2636556357, 8) });

    const { text, status } = await run('select', file, '--budget', '0.2', '--json');
    const selection = JSON.parse(text);
    expect(status).toBe(0);
    expect(selection.parameterShare).toBeLessThanOrEqual(0.2);
    expect(selection.names).toEqual(selection.modules.map(({ name }: { name: string }) => name));
    expect(selection.names).toContain('transformer.wpe');
    expect(selection.energyShare).toBeGreaterThan(0.5);
  });

  it('print the blueprint where no file is named', async () => {
    const { text } = await run('blueprint', checkpoint, '--set', 'blueprint.costFixed=0.1', '--set', 'blueprint.costPerFraction=10');
    const { recommendation } = JSON.parse(text);
    expect(recommendation).toMatchObject({ cost: { fixed: 0.1, perFraction: 10 }, fullTuningWins: false });
    expect(recommendation.gain).toBeGreaterThan(1);
    expect(recommendation.gainInterval[0]).toBeLessThanOrEqual(recommendation.gain);
  });

  it('choose samples beside the modules, from a table or the recorder', async () => {
    const [file, table, recorded] = ['x.blueprint.json', 'samples.csv', 'samples.jsonl'].map((name) => join(folder, name));
    await run('blueprint', checkpoint, '-o', file);
    const losses = Array.from({ length: 60 }, (_, i) => 1 / (i + 1));
    await writeFile(table, ['id,loss', ...losses.map((loss, i) => `doc${i},${loss}`)].join('\n'));
    await writeFile(recorded, `${JSON.stringify({ kind: 'samples', step: 1, ids: losses.map((_, i) => `doc${i}`), losses })}\n`);
    const chosen = await Promise.all([table, recorded].map(async (path) => JSON.parse((await run('select', file, '--budget', '0.5', '--samples', path, '--json')).text).samples));
    expect(chosen[0]).toMatchObject({ measure: 'loss', keep: expect.arrayContaining(['doc0', 'doc1']) });
    expect(chosen[0].keep.length).toBeLessThan(60);
    expect(chosen[1]).toEqual(chosen[0]);
    expect(await run('select', file, '--budget', '0.5', '--samples', checkpoint)).toMatchObject({ status: 1 });
  });

  it.each([
    [['blueprint', 'a', 'b'], 'Name one checkpoint or run'],
    [['blueprint', 'test/fixtures/gone'], 'There is nothing at'],
    [['blueprint', 'test/fixtures/checkpoints/torch/state_dict.pt'], 'no state of an optimizer'],
    [['select', 'gone.blueprint.json'], 'There is no blueprint at gone.blueprint.json'],
    [['select', 'package.json'], 'The file is no gradient blueprint'],
    [['select', 'x', '--budget', '20'], '--budget is a share of the parameters above 0 and up to 1, like 0.2, not "20".'],
    [['select', 'x', '--format', 'trl'], 'There is no format trl: use one of names, peft, axolotl, llamafactory.'],
  ])('say what is wrong in one sentence: %j', async (words, sentence) => {
    expect(await run(...words)).toEqual({ status: 1, text: expect.stringContaining(sentence) });
  });
});
