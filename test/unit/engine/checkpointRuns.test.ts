import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verdictOf } from '../../../src/analyzers/verdict';
import { loadRuns } from '../../../src/engine/loadRuns';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import { newestCheckpoint } from '../../../src/engine/spectra/newestCheckpoint';
import { MemoryCache } from '../../../src/engine/spectra/spectraCache';
import { WeightHistory } from '../../../src/engine/spectra/weightHistory';
import { lastStep, type Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { poolHere } from './poolHere';
import { safetensors } from './spectra/safetensors';

let folder: string;
const now = Date.now();

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'plateau-checkpoints-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string | Uint8Array, ageInHours = 3): Promise<void> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  await utimes(path, now / 1000 - ageInHours * 3600, now / 1000 - ageInHours * 3600);
}

/** An adapter whose product has the singular values 1 and `second`. */
const adapter = (second: number) => safetensors({
  'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight': { shape: [2, 3], values: [1, 0, 0, 0, second, 0] },
  'base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight': { shape: [4, 2], values: [1, 0, 0, 1, 0, 0, 0, 0] },
});

async function runs(): Promise<readonly Run[]> {
  const found = await loadRuns([folder], nodeFiles, defaultSettings, now, new WeightHistory({ files: nodeFiles, cache: new MemoryCache(), pool: poolHere, now: () => now }));
  if ('error' in found) throw new Error(found.error);
  return found;
}

describe('a folder of checkpoints without a log', () => {
  it('is a run, with the spectra of its weights', async () => {
    for (const [step, second] of [[500, 1], [1000, 0.5], [1500, 0.25]]) await write(`lora/checkpoint-${step}/adapter_model.safetensors`, adapter(second));
    await utimes(join(folder, 'lora/checkpoint-1500'), now / 1000 - 3 * 3600, now / 1000 - 3 * 3600);
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ name: 'lora', checkpoints: [500, 1000, 1500], sources: [], status: 'finished', statusReason: 'No log; checkpoints only. The latest of 3, of step 1,500, is 3 h old.' });
    const ranks = run.series.find(({ metric }) => metric.startsWith('spectrum/weight/hardRank/'));
    expect([...ranks?.steps ?? []]).toEqual([500, 1000, 1500]);
    expect([...ranks?.values ?? []].map((rank) => Number(rank.toFixed(6)))).toEqual([2, 1.470588, 1.124514]);
    expect(verdictOf(run, [])).toEqual({ state: 'finished', badge: 'checkpoints only', sentence: run.statusReason });
  });

  it('has its weights looked at, however many there are', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) for (const step of [1, 2]) await write(`${name}/step-${step}.safetensors`, adapter(1 / step));
    const found = await runs();
    expect(found.map(({ series }) => [...series.find(({ metric }) => metric.startsWith('spectrum/weight/hardRank/'))?.steps ?? []])).toEqual(Array.from({ length: 5 }, () => [1, 2]));
  });

  it('is active while the latest is young', async () => {
    await write('step-1.safetensors', adapter(1));
    await write('step-2.safetensors', adapter(0.5), 0.1);
    const [run] = await runs();
    expect([run.status, lastStep(run)]).toEqual(['active', 2]);
  });

  it('is an ensemble without steps or a course where models are merely counted', async () => {
    for (const [number, second] of [[1, 1], [2, 0.5], [3, 0.25]]) await write(`ensemble/model_${number}.safetensors`, adapter(second));
    const [run] = await runs();
    expect(run).toMatchObject({
      name: 'ensemble', checkpoints: [], series: [], status: 'finished',
      checkpointFiles: [1, 2, 3].map((member) => ({ step: null, member })),
      statusReason: 'No log; 3 models numbered 1 to 3, taken for an ensemble and not for the course of one training: if they are, write step or epoch into their names.',
    });
    expect(lastStep(run)).toBe(0);
    expect(verdictOf(run, [])).toEqual({ state: 'finished', badge: 'checkpoints only', sentence: run.statusReason });
    expect(await newestCheckpoint(join(folder, 'ensemble'), nodeFiles)).toBeUndefined();
  });

  it('keeps counted models as steps beside a log', async () => {
    for (const epoch of [1, 2, 3]) await write(`logged/model_${epoch}.safetensors`, adapter(epoch));
    await write('logged/train.csv', `step,loss\n${Array.from({ length: 30 }, (_, i) => `${i},${3 - i / 20}`).join('\n')}\n`);
    expect((await runs()).map(({ checkpoints }) => checkpoints)).toEqual([[1, 2, 3]]);
  });

  it('is none with a single step, with shards of one model, or with a log of its own', async () => {
    await write('one/checkpoint-500/model.safetensors', adapter(1));
    await write('best/ckpt.pt', 'x');
    await write('best/last.pt', 'x');
    for (const shard of [1, 2, 3]) await write(`model/model-0000${shard}-of-00003.safetensors`, adapter(1));
    for (const step of [500, 1000]) await write(`logged/checkpoint-${step}/model.safetensors`, adapter(1));
    await write('logged/logs/train.csv', `step,loss\n${Array.from({ length: 30 }, (_, i) => `${i},${3 - i / 20}`).join('\n')}\n`);
    expect((await runs()).map(({ sources }) => sources.length)).toEqual([1]);
  });
});
