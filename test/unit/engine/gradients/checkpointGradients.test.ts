import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkpointGradients } from '../../../../src/engine/gradients/checkpointGradients';
import { nodeFiles } from '../../../../src/engine/nodeFiles';
import { optimizerEnergy } from '../../../../src/engine/gradients/optimizerEnergy';
import { defaultSettings } from '../../../../src/model/settings';
import { poolHere } from '../poolHere';

const torch = 'test/fixtures/checkpoints/torch';
const own = 'test/fixtures/gradients';
const expected = JSON.parse(readFileSync(`${own}/expected.json`, 'utf8'));
const tools = { files: nodeFiles, settings: defaultSettings, now: 0, pool: poolHere };

async function measure(path: string, earlier?: string) {
  const measured = await checkpointGradients(path, tools, earlier);
  if ('error' in measured) throw new Error(measured.error);
  return measured;
}

describe('optimizerEnergy', () => {
  it.each([[`${torch}/ckpt.pt`, 'ckpt.pt'], [`${torch}/blockwise_optimizer.pt`, 'blockwise_optimizer.pt'], [`${own}/clipped.pt`, 'clipped.pt'], [`${own}/adafactor.pt`, 'adafactor.pt']])('of %s is what NumPy makes of it', async (path, name) => {
    const found = await optimizerEnergy(path, nodeFiles);
    if ('error' in found) throw new Error(found.error);
    const energies = Object.entries(expected[name].energies as Record<string, number>);
    expect(found.troubles).toEqual([]);
    expect(found.parameters.map(({ key }) => String(key))).toEqual(energies.map(([key]) => key));
    found.parameters.forEach(({ energy, rows }, i) => {
      expect(Math.abs(energy / energies[i][1] - 1)).toBeLessThan(1e-6);
      expect(rows.reduce((sum, row) => sum + row, 0)).toBeCloseTo(energy, 10);
    });
  });

  it('says what is missing from a checkpoint without an optimizer', async () => {
    expect(await optimizerEnergy(`${torch}/state_dict.pt`, nodeFiles)).toEqual({ error: expect.stringContaining('no state of an optimizer') });
    expect(await optimizerEnergy(`${torch}/gone.pt`, nodeFiles)).toEqual({ error: expect.stringContaining('There is nothing at') });
  });
});

describe('several optimizers of one model', () => {
  const truth = new Map(Object.entries(JSON.parse(readFileSync(`${own}/several.json`, 'utf8')) as Record<string, number>));

  it.each(['several.pt', 'several_dict.pt', 'several_lightning.ckpt'])('are read as one, with the names of the parameters: %s', async (name) => {
    const measured = await measure(`${own}/${name}`);
    expect(measured.notes.join()).toContain('each group in the order of the model, told apart by shapes');
    expect(measured.modules.map((module) => module.name).sort()).toEqual([...new Set([...truth.keys()].map((key) => key.replace(/\.\w+$/, '')))].sort());
    const energyOf = (module: string): number => measured.modules.find((one) => one.name === module)!.gradNormMean ** 2;
    expect(energyOf('lm_head') / truth.get('lm_head.weight')!).toBeCloseTo(1, 5);
    expect(energyOf('embed_tokens') / truth.get('embed_tokens.weight')!).toBeCloseTo(1, 5);
    expect(energyOf('norm') / (truth.get('norm.weight')! + truth.get('norm.bias')!)).toBeCloseTo(1, 5);
    const states = await optimizerEnergy(`${own}/${name}`, nodeFiles);
    if ('error' in states) throw new Error(states.error);
    expect(states.parameters.map(({ key }) => key)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    const inner = ['layers.0.fc1.weight', 'layers.0.fc2.weight', 'layers.1.fc1.weight', 'layers.1.fc2.weight'];
    const ratios = inner.map((key, i) => states.parameters[i].energy / truth.get(key)!);
    ratios.forEach((ratio) => expect(ratio / ratios[0]).toBeCloseTo(1, 5));
  });
});

describe('an optimizer that ZeRO has flattened in one process', () => {
  it('has the names and moments of the parameters', async () => {
    const truth = Object.entries(JSON.parse(readFileSync(`${own}/zero2/energies.json`, 'utf8')) as Record<string, number>);
    const found = await optimizerEnergy(`${own}/zero2`, nodeFiles);
    if ('error' in found) throw new Error(found.error);
    expect(found.parameters).toHaveLength(truth.length);
    for (const { key, energy } of found.parameters) expect(energy / truth.find(([name]) => name === key)![1]).toBeCloseTo(1, 5);
    const { modules, notes } = await measure(`${own}/zero2`);
    expect(modules.every(({ assumed }) => !assumed)).toBe(true);
    expect(notes.join()).not.toContain('assumed');
  });
});

describe('checkpointGradients', () => {
  it('names the parameters of weights that are divided among files of safetensors', async () => {
    const { modules } = await measure(`${own}/sharded`);
    expect(modules.map(({ name }) => name)).toEqual(['model.embed_tokens', 'model.layers.0.self_attn.q_proj', 'model.layers.0.mlp.up_proj', 'model.layers.0.mlp.down_proj']);
    expect(modules.map(({ gradNormMean, parameters }) => gradNormMean ** 2 / parameters!)).toEqual([1, 2, 3, 4].map((energy) => expect.closeTo(energy, 4)));
  });

  it('says so where the optimizer keeps nothing of the gradients', async () => {
    expect(await checkpointGradients(`${own}/sgd.pt`, tools)).toEqual({ error: expect.stringContaining('keeps nothing between its steps') });
    expect(await checkpointGradients(`${own}/rprop.pt`, tools)).toEqual({ error: expect.stringContaining('keeps neither a mean nor a mean square') });
  });

  it('gives the module shares of a nanoGPT checkpoint to 1e-6, and says which names are assumed', async () => {
    const { modules, notes, scale } = await measure(`${torch}/ckpt.pt`);
    const energy = modules.reduce((sum, { gradNormMean }) => sum + gradNormMean ** 2, 0);
    const shares = Object.fromEntries(modules.map(({ name, gradNormMean }) => [name, gradNormMean ** 2 / energy]));
    expect(Object.keys(shares).sort()).toEqual(Object.keys(expected['ckpt.pt'].shares).sort());
    for (const [name, share] of Object.entries(expected['ckpt.pt'].shares as Record<string, number>)) expect(Math.abs(shares[name] - share)).toBeLessThan(1e-6);
    expect(scale).toBe('after clipping');
    // Only the two embeddings have shapes of their own.
    expect(modules.filter(({ assumed }) => !assumed).map(({ name }) => name)).toEqual(['transformer.wte', 'transformer.wpe']);
    expect(notes).toEqual([expect.stringContaining('Names of 13 of 15 parameters are assumed'), expect.stringContaining('is 1, the usual threshold; the configuration of the run is not known')]);
    expect(modules.find(({ name }) => name === 'transformer.h.1.mlp.c_fc')).toMatchObject({ parameters: 1024, layer: 1, role: 'ffn.up' });
  });

  it('recognises a clip that is always active', async () => {
    const { modules, notes, scale } = await measure(`${own}/clipped.pt`);
    expect(Math.sqrt(modules.reduce((sum, { gradNormMean }) => sum + gradNormMean ** 2, 0))).toBeCloseTo(0.5, 3);
    expect(notes).toContainEqual(expect.stringContaining('The clip is always active: the root mean square norm of all gradients is 0.5.'));
    expect(scale).toBe('after clipping');
  });

  it('numbers the parameters of an optimizer without weights', async () => {
    const { modules, notes } = await measure(`${torch}/blockwise_optimizer.pt`);
    expect(modules.map(({ name }) => name)).toEqual(['parameters.0', 'parameters.1']);
    expect(notes).toContainEqual(expect.stringContaining('numbered, not named'));
  });

  it('refuses an earlier checkpoint that is none', async () => {
    const path = `${own}/clipped.pt`;
    expect(await checkpointGradients(path, tools, path)).toEqual({ error: expect.stringContaining('has seen 300 steps in the earlier one and 300 in the later one') });
    expect(await checkpointGradients(path, tools, `${torch}/ckpt.pt`)).toEqual({ error: expect.stringContaining('has shape 32 × 16 in the earlier one and 12 × 12 in the later one') });
  });
});
