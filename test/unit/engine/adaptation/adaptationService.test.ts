import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdaptationService } from '../../../../src/engine/adaptation/adaptationService';
import { nodeFiles } from '../../../../src/engine/nodeFiles';
import type { Adaptation } from '../../../../src/engine/protocol';
import type { Run } from '../../../../src/model/run';
import { defaultSettings } from '../../../../src/model/settings';
import { applyChanges } from '../../../../src/model/textChange';
import { runWith } from '../../analyzers/runWith';
import { poolHere } from '../poolHere';
import { safetensors } from '../spectra/safetensors';

let folder: string;

beforeEach(async () => { folder = (await mkdtemp(join(tmpdir(), 'plateau-adaptation-'))).replaceAll('\\', '/'); });
afterEach(() => rm(folder, { recursive: true, force: true }));

function service(runs: readonly Run[] = []): AdaptationService {
  return new AdaptationService({
    tools: () => ({ files: nodeFiles, settings: defaultSettings, now: 0, pool: poolHere }),
    run: (id) => runs.find((run) => run.id === id), runsUsing: () => runs,
  });
}

const names = [0, 1, 2].flatMap((layer) => ['q_proj', 'v_proj', 'o_proj'].map((kind) => `model.layers.${layer}.self_attn.${kind}`));
const strong = ['model.layers.0.self_attn.o_proj', 'model.layers.1.self_attn.o_proj', 'model.layers.2.self_attn.q_proj'];
const yaml = 'base_model: ./base\nadapter: lora\nlora_r: 4\nlora_target_modules: [v_proj]\npeft_layers_to_transform: [0, 1, 2]\nmicro_batch_size: 1\n';

async function blueprintFile(change: (name: string) => string = (name) => name, parameters = 16): Promise<string> {
  const path = `${folder}/made.blueprint.json`;
  const submodules = names.map((name) => ({ name: change(name), parameters, gradNormMean: strong.includes(name) ? 3 : 1 }));
  await writeFile(path, JSON.stringify({ schemaVersion: 1, model: { parameters: 16 * names.length }, submodules }));
  return path;
}

/** A run whose logger wrote the same norms, without numbers of parameters. */
function loggedRun(): Run {
  return runWith(Object.fromEntries(names.map((name) => [`grad_norm/${name}`, [[1, strong.includes(name) ? 3 : 1], [2, 3]] as [number, number][]])));
}

describe('AdaptationService', () => {
  it('offers the best modules of the same size on the lines of the choice, and makes them the choice', async () => {
    const path = await blueprintFile();
    const config = { path: `${folder}/axolotl.yaml`, text: yaml };
    const offered = await service().handlers.adaptations({ ...config, fromLine: 3, toLine: 3, blueprints: [path] });
    const edit = offered[0] as Adaptation;
    expect(edit.title).toBe('Train 3 modules by made.blueprint.json: 82 % of the gradient energy with 33 % of the parameters, now 9.1 % with 33 % of the parameters');
    const after = applyChanges(yaml, edit.changes);
    expect(after).toBe(`base_model: ./base\nadapter: lora\nlora_r: 4\nlora_target_modules: [${strong.join(', ')}]\npeft_layers_to_transform: null\nmicro_batch_size: 1\n`);
    expect(await service().handlers.adapt({ path: config.path, text: after, source: { kind: 'file', path }, budget: '0.34', line: null })).toEqual({ error: 'axolotl.yaml trains these modules already.' });
    expect(await service().handlers.adaptations({ ...config, fromLine: 5, toLine: 5, blueprints: [path] })).toEqual([]);
  });

  it('refuses a blueprint of another model than that in the folder that the configuration names', async () => {
    await mkdir(`${folder}/base`);
    const tensor = { shape: [4, 4], values: Array.from({ length: 16 }, () => 1) };
    await writeFile(`${folder}/base/model.safetensors`, safetensors(Object.fromEntries(names.map((name) => [`${name}.weight`, tensor]))));
    const ask = async (source: string) => service().handlers.adapt({ path: `${folder}/configs/a.yaml`, text: yaml, source: { kind: 'file', path: source }, budget: '40 %', line: null });
    expect(await ask(await blueprintFile())).toMatchObject({ preview: true });
    expect(await ask(await blueprintFile((name) => name.replace('model.', ''))), 'of the model without its head').toMatchObject({ preview: true });
    expect(await ask(await blueprintFile((name) => name.replace('layers.2', 'layers.3')))).toEqual({ error: 'The blueprint is of another model: model.layers.3.self_attn.q_proj is not in base.' });
    expect(await ask(await blueprintFile(undefined, 17))).toEqual({ error: 'The blueprint is of another model: model.layers.0.self_attn.o_proj has 17 parameters in the blueprint and 16 in base.' });
  });

  it('asks why where a blueprint is refused, on the lines where it would be offered', async () => {
    await mkdir(`${folder}/base`);
    await writeFile(`${folder}/base/model.safetensors`, safetensors(Object.fromEntries(names.map((name) => [`${name}.weight`, { shape: [4, 4], values: Array.from({ length: 16 }, () => 1) }]))));
    const foreign = await blueprintFile((name) => name.replace('layers.2', 'layers.3'));
    const offered = await service().handlers.adaptations({ path: `${folder}/configs/a.yaml`, text: yaml, fromLine: 0, toLine: 9, blueprints: [foreign] });
    expect(offered).toEqual([{ error: 'The blueprint is of another model: model.layers.3.self_attn.q_proj is not in base.', title: expect.stringMatching(/^Why can .* not choose the modules here\?$/), lines: expect.any(Array) }]);
  });

  it('leaves the configuration of trained adapters alone', async () => {
    const path = `${folder}/adapter_config.json`;
    const text = '{"peft_type": "LORA", "target_modules": ["q_proj"]}';
    await writeFile(path, text);
    expect(await service().handlers.adaptable([path])).toEqual([path]);
    await writeFile(`${folder}/adapter_model.safetensors`, '');
    expect(await service().handlers.adaptable([path])).toEqual([]);
    expect(await service().handlers.adapt({ path, text, source: { kind: 'file', path: await blueprintFile() }, budget: '0.5', line: null })).toEqual({ error: expect.stringContaining('belongs to an adapter that is trained already') });
  });

  it.each([
    ['learning_rate: 1\n', '0.5', 'does not say which modules are trained'],
    [yaml, 'much', 'A budget is a share of the parameters (20 %)'],
    [yaml, '60 % time', 'Updating nothing takes 67 % of the time of full tuning already'],
    [yaml, '0.1 %', 'less than the smallest module takes'],
    [yaml.replace('lora_r: 4', 'lora_exclude_modules: "(a+)+"'), '0.5', 'write it as a list of names'],
  ])('says in one sentence why not: %j by %s', async (text, budget, sentence) => {
    expect(await service().handlers.adapt({ path: `${folder}/a.yaml`, text, source: { kind: 'file', path: await blueprintFile() }, budget, line: null })).toEqual({ error: expect.stringContaining(sentence) });
  });

  it('takes no module that the configuration excludes', async () => {
    const text = yaml.replace('lora_r: 4', 'lora_exclude_modules: [o_proj]');
    const edit = await service().handlers.adapt({ path: `${folder}/a.yaml`, text, source: { kind: 'file', path: await blueprintFile() }, budget: '0.34', line: null });
    const after = 'error' in edit ? edit.error : applyChanges(text, edit.changes);
    expect(after).toContain('model.layers.2.self_attn.q_proj');
    expect(after.slice(after.indexOf('lora_target'))).not.toContain('o_proj');
  });

  it('says above the lines what a run tells of the choice, and nothing of a run without norms by module', async () => {
    const config = { path: `${folder}/a.yaml`, text: yaml.replace('[0, 1, 2]', '[0]') };
    expect(await service([runWith({ 'train/loss': [[1, 2], [2, 1]] })]).lenses(config)).toEqual([]);
    const run = loggedRun();
    const lenses = await service([run]).lenses(config);
    expect(lenses).toContainEqual({ line: 4, run: run.id, text: expect.stringMatching(/^this layer carries [\d.]+ % of the gradient energy/) });
    expect(lenses.find(({ line }) => line === 3)?.text, 'sizes are unknown').toMatch(/^the chosen modules carry [\d.]+ % of the gradient energy$/);
  });
});
