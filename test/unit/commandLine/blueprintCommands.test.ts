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
  return parsed.command.run(parsed, { files: nodeFiles, now: 0, demandReadable: () => Promise.resolve(), pool: poolHere, write: (path, data) => writeFile(path, data) });
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
    expect(await run('select', file, '--budget', '20 %', '--json')).toEqual({ text, status });
    expect(await run('select', file, '--budget', '20')).toEqual({ status: 1, text: expect.stringContaining('A budget is a share of the parameters (20 %)') });
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

  it('choose modules and samples together where the norms by module are known, and write the ids down', async () => {
    const [file, table, recorded, ids, json] = ['x.blueprint.json', 'samples.csv', 'samples.jsonl', 'ids.txt', 'ids.json'].map((name) => join(folder, name));
    await run('blueprint', checkpoint, '-o', file);
    const names = JSON.parse(await readFile(file, 'utf8')).submodules.map(({ name }: { name: string }) => name).slice(0, 4) as string[];
    const samples = Array.from({ length: 60 }, (_, j) => ({ id: `doc${j}`, norms: names.map((_, i) => (i === 3 ? 0 : 1 / ((j + 1) * (i + 1)))) }));
    await writeFile(table, [['id', ...names.map((name) => `grad_norm/${name}`)], ...samples.map(({ id, norms }) => [id, ...norms])].map((row) => row.join(',')).join('\n'));
    // The first record of doc0 does not hold, and no sample of the last record reached the last module.
    const record = (part: typeof samples, reached: number) => JSON.stringify({
      kind: 'samples', step: 1, ids: part.map(({ id }) => id), gradNorms: part.map(({ norms }) => Math.hypot(...norms)),
      moduleGradNorms: Object.fromEntries(names.slice(0, reached).map((name, i) => [name, part.map(({ norms }) => norms[i])])),
    });
    await writeFile(recorded, [record([{ id: 'doc0', norms: [9, 9, 9, 9] }], 4), record(samples.slice(0, 30), 4), record(samples.slice(30), 3)].map((line) => `${line}\n`).join(''));
    const words = ['--budget', '0.5', '--keep', '0.1', '--set', 'blueprint.costFixed=0.1'];
    const { joint, ...fromTable } = JSON.parse((await run('select', file, ...words, '--samples', table, '--json', '--ids', json)).text).samples;
    expect(fromTable).toMatchObject({ measure: 'gradient norm', share: 0.1, keep: ['doc0', 'doc1', 'doc2', 'doc3', 'doc4', 'doc5'] });
    expect(joint.samples[0]).toBe('doc0');
    expect(joint.modules.length).toBeLessThan(4);
    expect(joint.k).toBeGreaterThan(0);
    expect(joint.measuredGain).toBeGreaterThan(1);
    expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(fromTable.keep);
    const { text } = await run('select', file, ...words, '--samples', recorded, '--ids', ids);
    expect(text).toContain('By gradient norm, 6 samples (10 %) are kept');
    expect(text).toMatch(/^Together, \d modules .* if the two were independent\.$/m);
    expect(text).toContain('# The product of the gains assumes');
    expect(await readFile(ids, 'utf8')).toBe('doc0\ndoc1\ndoc2\ndoc3\ndoc4\ndoc5\n');
    const again = JSON.parse((await run('select', file, ...words, '--samples', recorded, '--json')).text).samples;
    expect(again.joint.samples).toEqual(joint.samples);
    expect(again.joint.measuredGain).toBeCloseTo(joint.measuredGain, 12);
  });

  it('refuse samples of another model and ids that a list cannot hold', async () => {
    const [file, table] = ['x.blueprint.json', 'samples.json'].map((name) => join(folder, name));
    await run('blueprint', checkpoint, '-o', file);
    const rows = Array.from({ length: 50 }, (_, i) => ({ id: `a\n${i}`, 'grad_norm/layers.0.wq': 1 / (i + 1) }));
    await writeFile(table, JSON.stringify(rows));
    expect(await run('select', file, '--budget', '0.5', '--samples', table)).toEqual({ status: 1, text: expect.stringContaining('which has no module layers.0.wq') });
    await writeFile(table, JSON.stringify(rows.map(({ id }, i) => ({ id, loss: 1 / (i + 1) }))));
    expect(await run('select', file, '--budget', '0.5', '--samples', table, '--ids', join(folder, 'x.txt'))).toEqual({ status: 1, text: expect.stringContaining('name a file that ends with .json') });
  });

  it.each([
    [['blueprint', 'a', 'b'], 'Name one checkpoint or run'],
    [['blueprint', 'test/fixtures/gone'], 'There is nothing at'],
    [['blueprint', 'test/fixtures/checkpoints/torch/state_dict.pt'], 'no state of an optimizer'],
    [['select', 'gone.blueprint.json'], 'There is no blueprint at gone.blueprint.json'],
    [['select', 'package.json'], 'The file is no gradient blueprint'],
    [['select', 'x', '--samples', 'y', '--keep', '0'], '--keep is a share of the samples above 0 and up to 1, like 0.2, not "0".'],
    [['select', 'x', '--ids', 'y'], 'Say with --samples TABLE which samples there are to keep.'],
    [['select', 'x', '--format', 'trl'], 'There is no format trl: use one of names, peft, axolotl, llamafactory.'],
  ])('say what is wrong in one sentence: %j', async (words, sentence) => {
    expect(await run(...words)).toEqual({ status: 1, text: expect.stringContaining(sentence) });
  });
});
