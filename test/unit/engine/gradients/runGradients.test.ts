import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gradientsAt } from '../../../../src/engine/gradients/gradientsAt';
import { intervalEnergies } from '../../../../src/engine/gradients/intervalEnergy';
import { nodeFiles } from '../../../../src/engine/nodeFiles';
import { defaultSettings } from '../../../../src/model/settings';
import { poolHere } from '../poolHere';

let folder: string;

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'plateau-gradients-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const tools = { files: nodeFiles, settings: defaultSettings, now: 0, pool: poolHere };

describe('gradientsAt', () => {
  it('takes norms and sizes that a recorder wrote', async () => {
    const lines = [
      { kind: 'header', schema: 'plateau-statistics', version: 1, recorder: '0.1.0', started: 1, every: 10, model: { name: 'Tiny' } },
      { kind: 'gradients', step: 10, norms: { 'layers.0.mlp.up_proj': 3, 'layers.0.self_attn.q_proj': 4 }, parameters: { 'layers.0.mlp.up_proj': 400, 'layers.0.self_attn.q_proj': 100 }, total: 5 },
      { kind: 'gradients', step: 20, norms: { 'layers.0.mlp.up_proj': 1, 'layers.0.self_attn.q_proj': 'NaN' }, total: 'NaN' },
      { kind: 'gradients', step: 30, norms: { 'layers.0.mlp.up_proj': 2, 'layers.0.self_attn.q_proj': 6 }, total: 6.3 },
    ];
    await writeFile(join(folder, 'plateau-statistics.jsonl'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    const found = await gradientsAt(folder, tools);
    expect(found).toMatchObject({ source: 'recorder', scale: 'gradient', model: 'Tiny', batches: 3 });
    expect('error' in found ? [] : found.modules).toEqual([
      expect.objectContaining({ name: 'layers.0.mlp.up_proj', parameters: 400, gradNormMean: 2, gradNormMedian: 2, gradNormStd: 1, role: 'ffn.up', layer: 0, assumed: false }),
      expect.objectContaining({ name: 'layers.0.self_attn.q_proj', parameters: 100, gradNormMean: 5, gradNormMedian: 5 }),
    ]);
  });

  it('adds up the parameters of a module in the log of another logger', async () => {
    const rows = [1, 2, 3].map((step) => JSON.stringify({ step, loss: 2 / step, 'l2_norm/grad/fc.weight': 3, 'l2_norm/grad/fc.bias': 4, 'l2_norm/grad/global': 5 }));
    await writeFile(join(folder, 'metrics.jsonl'), `${rows.join('\n')}\n`);
    expect(await gradientsAt(folder, tools)).toMatchObject({ source: 'log', modules: [{ name: 'fc', gradNormMean: 5, parameters: null }] });
  });
});

describe('intervalEnergies', () => {
  it('gives back the mean square of the steps between', () => {
    const decay = 0.95;
    // 10 steps with g² = 4, then 20 with g² = 9, as Adam's running mean keeps them and corrected as it does.
    const raw = (steps: number, from: number, square: number) => from * decay ** steps + square * (1 - decay ** steps);
    const before = raw(10, 0, 4);
    const energy = (value: number, steps: number) => ({ key: 0, shape: [1], parameters: 1, moment: 'second' as const, energy: value / (1 - decay ** steps), meanEnergy: NaN, rows: Float64Array.of(value / (1 - decay ** steps)), tellsSilence: true, decay, steps });
    const found = intervalEnergies([energy(before, 10)], [energy(raw(20, before, 9), 30)]);
    expect('error' in found ? found : found[0].energy).toBeCloseTo(9, 10);
    expect('error' in found ? found : found[0].rows[0]).toBeCloseTo(9, 10);
  });
});
