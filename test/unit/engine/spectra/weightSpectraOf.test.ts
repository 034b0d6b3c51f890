import { mkdir, mkdtemp, open, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../../src/engine/nodeFiles';
import { DiskCache } from '../../../../src/engine/spectra/diskCache';
import { MemoryCache } from '../../../../src/engine/spectra/spectraCache';
import { WeightHistory } from '../../../../src/engine/spectra/weightHistory';
import { weightSpectraOf } from '../../../../src/engine/spectra/weightSpectraOf';
import { spectralColumn } from '../../../../src/model/spectralMetric';
import { poolHere } from '../poolHere';
import { safetensors } from './safetensors';

let folder: string;

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'plateau-spectra-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const diagonal = (values: readonly number[]) => ({ shape: [values.length, values.length], values: values.flatMap((value, i) => values.map((_, j) => (i === j ? value : 0))) });
const tools = (cache = new MemoryCache()) => ({ files: nodeFiles, pool: poolHere(), cache, normalisation: 'A' as const });

async function write(name: string, tensors: Parameters<typeof safetensors>[0]): Promise<string> {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), safetensors(tensors));
  return join(folder, name);
}

/** A file with one matrix of zeros but for a few values by their place. */
async function writeSparse(name: string, shape: readonly [number, number], values: Readonly<Record<number, number>>): Promise<string> {
  const path = join(folder, name);
  const header = new TextEncoder().encode(JSON.stringify({ w: { dtype: 'F32', shape, data_offsets: [0, shape[0] * shape[1] * 4] } }).padEnd(120));
  const file = await open(path, 'w');
  await file.write(new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer));
  await file.write(header);
  await file.truncate(8 + header.length + shape[0] * shape[1] * 4);
  for (const [place, value] of Object.entries(values)) await file.write(new Uint8Array(Float32Array.of(value).buffer), 0, 4, 8 + header.length + Number(place) * 4);
  await file.close();
  return path;
}

async function layersOf(path: string, cache?: MemoryCache) {
  const found = await weightSpectraOf(path, tools(cache), {});
  if ('error' in found) throw new Error(found.error);
  return found;
}

describe('weightSpectraOf', () => {
  it('gives the closed-form measures of a diagonal matrix', async () => {
    // Squared singular values 4, 2, 1, 1/2.
    const path = await write('model.safetensors', { 'layers.0.mlp.up_proj.weight': diagonal([2, Math.SQRT2, 1, Math.SQRT1_2]) });
    const { layers: [layer] } = await layersOf(path);
    expect(layer).toMatchObject({ name: 'layers.0.mlp.up_proj.weight', role: 'ffn.up', layer: 0, site: 'weight', width: 4, method: 'exact', sampling: 'exact', tokens: null });
    expect(layer.softRank).toBeCloseTo(3.1171421105, 6);
    expect(layer.hardRank).toBeCloseTo(2.6470588235, 6);
    expect(layer.concentration).toBeCloseTo(0.3833333333, 6);
    expect(layer.stableRank).toBeCloseTo(1.875, 6);
  });

  it('takes adapters as their product and stacked experts one by one', async () => {
    const path = await write('adapter_model.safetensors', {
      'model.layers.0.self_attn.q_proj.lora_A.weight': { shape: [2, 3], values: [3, 0, 0, 0, 1, 0] },
      'model.layers.0.self_attn.q_proj.lora_B.weight': { shape: [4, 2], values: [1, 0, 0, 1, 0, 0, 0, 0] },
      'model.layers.0.experts.w1': { shape: [2, 2, 2], values: [1, 0, 0, 1, 2, 0, 0, 0] },
    });
    const { layers } = await layersOf(path);
    const [first, second, product] = layers;
    expect([first.name, second.name]).toEqual(['model.layers.0.experts.w1[0]', 'model.layers.0.experts.w1[1]']);
    expect([first.hardRank, second.hardRank]).toEqual([2, 1]);
    expect(product).toMatchObject({ name: 'model.layers.0.self_attn.q_proj.BA', width: 2, bulk: null });
    // Singular values 3 and 1.
    expect(product.hardRank).toBeCloseTo(100 / 82, 9);
    expect(product.effectiveRank).toBeCloseTo(Math.exp(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25))), 9);
  });

  it('has all threads work on a matrix that is too large for one of them', async () => {
    const path = await writeSparse('large.safetensors', [2, 8_000_000], { 0: 2, 8_000_003: 1 });
    const { layers: [layer], troubles } = await layersOf(path);
    expect(troubles).toEqual([]);
    expect(layer).toMatchObject({ name: 'w', shape: [2, 8_000_000], method: 'exact' });
    expect(layer.hardRank).toBeCloseTo(25 / 17, 9);
    const broken = await writeSparse('broken.safetensors', [2, 8_000_000], { 9_000_000: NaN });
    expect(await layersOf(broken)).toMatchObject({ layers: [], troubles: [expect.stringMatching(/^w: .* not finite/)] });
  });

  it('says which matrices have no spectrum, and gives the others', async () => {
    const path = await write('model.safetensors', { zero: { shape: [2, 2], values: [0, 0, 0, 0] }, nan: { shape: [2, 2], values: [1, NaN, 0, 1] }, row: { shape: [1, 3], values: [1, 2, 2] } });
    const { layers, troubles } = await layersOf(path);
    expect(layers.map(({ name, softRank, width, tail }) => [name, softRank, width, tail])).toEqual([['row', 1, 1, null]]);
    expect(troubles).toEqual([expect.stringContaining('zero: it has no spectrum, since its weights are all zero'), expect.stringContaining('nan: ')]);
  });

  it('is refused with a sentence where there is nothing to read', async () => {
    expect(await weightSpectraOf(join(folder, 'gone.pt'), tools(), {})).toEqual({ error: expect.stringContaining('There is nothing at') });
  });

  it('finds the same content again under another path, also after a restart', async () => {
    const tensors = { a: diagonal([3, 2, 1]) };
    const disk = new DiskCache(join(folder, 'cache'));
    const progress: string[] = [];
    const watch = { progress: ({ name }: { readonly name: string }) => { progress.push(name); } };
    await weightSpectraOf(await write('one.safetensors', tensors), tools(new MemoryCache(disk)), watch);
    const again = await weightSpectraOf(await write('two.safetensors', tensors), tools(new MemoryCache(disk)), watch);
    expect(progress).toEqual(['a']);
    expect(again).toMatchObject({ layers: [{ name: 'a', width: 3 }] });
    await weightSpectraOf(await write('three.safetensors', { a: diagonal([3, 2, 1.5]) }), tools(new MemoryCache(disk)), watch);
    expect(progress).toEqual(['a', 'a']);
  });

  it('works out again only the matrices that failed', async () => {
    const tensors = { nan: { shape: [2, 2], values: [1, NaN, 0, 1] }, row: { shape: [1, 3], values: [1, 2, 2] } };
    const progress: string[] = [];
    const cache = new MemoryCache();
    const [first, second] = [await write('one.safetensors', tensors), await write('two.safetensors', tensors)];
    const before = await layersOf(first, cache);
    const after = await weightSpectraOf(second, tools(cache), { progress: ({ name, total }) => { progress.push(`${name} of ${total}`); } });
    expect(progress).toEqual(['nan of 1']);
    expect(after).toEqual({ ...before, path: second });
  });

  it('works a damaged cache out anew', async () => {
    const disk = new DiskCache(join(folder, 'cache'));
    await disk.set('key', []);
    await writeFile(join(folder, 'cache', 'key.spectra'), 'cut off');
    expect(await disk.get('key')).toBeUndefined();
    expect(await disk.get('another')).toBeUndefined();
  });
});

describe('WeightHistory', () => {
  const history = (files = nodeFiles, now = () => Date.now()) => new WeightHistory({ files, cache: new MemoryCache(), pool: poolHere, now });
  const look = (weights: WeightHistory, path: string, step: number | null) => weights.look('run', [{ path, step }], 'A');
  const hardRanks = (weights: WeightHistory) => weights.seriesOf('run').filter(({ metric }) => spectralColumn(metric)?.measure === 'hardRank').map(({ metric, steps, values }) => [metric, [...steps], [...values]]);

  it('keeps the measures of every checkpoint under the step it was written at', async () => {
    const weights = history();
    const two = await write('checkpoint-200/model.safetensors', { a: diagonal([1, 0]) });
    const one = await write('checkpoint-100/model.safetensors', { a: diagonal([1, 1]) });
    expect(await look(weights, two, 200)).toBe(true);
    expect(await look(weights, one, 100)).toBe(true);
    expect(hardRanks(weights)).toEqual([['spectrum/weight/hardRank/a', [100, 200], [2, 1]]]);
  });

  it('looks again only when a file has changed', async () => {
    const weights = history();
    const path = await write('step-1.safetensors', { a: diagonal([1, 1]) });
    expect(await look(weights, path, 1)).toBe(true);
    expect(await look(weights, path, 1)).toBe(false);
    await write('step-1.safetensors', { a: diagonal([1, 0, 0]) });
    expect(await look(weights, path, 1)).toBe(true);
  });

  it('looks the more seldom at a file the longer it has not changed', async () => {
    let opened = 0;
    let now = Date.now();
    const weights = history({ ...nodeFiles, source: (path) => ((opened += 1), nodeFiles.source(path)) }, () => now);
    const path = await write('step-1.safetensors', { a: diagonal([1, 1]) });
    const modified = now - 1000_000;
    await utimes(path, modified / 1000, modified / 1000);
    expect(await look(weights, path, 1)).toBe(true);
    await write('step-1.safetensors', { a: diagonal([1, 0, 0]) });
    opened = 0;
    now += 45_000;
    expect([await look(weights, path, 1), opened]).toEqual([false, 0]);
    now += 10_000;
    expect(await look(weights, path, 1)).toBe(true);
  });

  it('leaves alone what cannot be read, has no step, or would take long', async () => {
    const weights = history();
    await writeFile(join(folder, 'step-1.safetensors'), 'half');
    expect(await look(weights, join(folder, 'step-1.safetensors'), 1)).toBe(false);
    expect(await look(weights, await write('model.safetensors', { a: diagonal([1, 1]) }), null)).toBe(false);
    expect(weights.seriesOf('run')).toEqual([]);
  });
});
