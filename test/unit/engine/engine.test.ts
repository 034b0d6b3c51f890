import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import type { RunSummary } from '../../../src/engine/protocol';
import { MemoryCache } from '../../../src/engine/spectra/spectraCache';
import { crewHere } from './crewHere';
import { poolHere } from './poolHere';
import { defaultSettings } from '../../../src/model/settings';

const settings = { ...defaultSettings, 'files.pollSeconds': 0.2 };
const line = (step: number, loss: number) => `iter ${step}: loss ${loss.toFixed(4)}, time 1464.67ms, mfu 14.58%\n`;
const log = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i, 3 + 5 / (from + i + 1) ** 0.5)).join('');

let folder: string;
let engine: Engine;
let summaries: Map<string, RunSummary>;
let troubles: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plateau-engine-'));
  summaries = new Map();
  troubles = [];
  engine = new Engine({
    files: nodeFiles,
    crew: crewHere(nodeFiles),
    pool: poolHere,
    cache: new MemoryCache(),
    now: () => Date.now(),
    tell: (event, argument) => {
      if (event === 'trouble') troubles.push(argument as string);
      if (event !== 'changed') return;
      const { updated, removed } = argument as { updated: readonly RunSummary[]; removed: readonly string[] };
      for (const summary of updated) summaries.set(summary.name, structuredClone(summary));
      for (const id of removed) for (const [name, summary] of summaries) if (summary.id === id) summaries.delete(name);
    },
  });
});

afterEach(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
  expect(troubles).toEqual([]);
});

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > deadline) throw new Error(`Not seen in time; runs: ${JSON.stringify([...summaries.values()].map(({ name, lastStep, status }) => [name, lastStep, status]))}`);
  }
}

const write = async (name: string, text: string) => {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), text);
};
const open = () => engine.handlers.open({ folders: [folder], settings });
const stepOf = (name: string) => summaries.get(name)?.lastStep;

describe('Engine', () => {
  it('finds runs, also in hidden folders, but not in packages or environments', async () => {
    await write('runs/one/train.log', log(1, 50));
    await write('.hidden/two/train.log', log(1, 50));
    await write('node_modules/p/train.log', log(1, 50));
    await write('env/pyvenv.cfg', '');
    await write('env/train.log', log(1, 50));
    await open();
    await until(() => summaries.size === 2 && [...summaries.values()].every(({ verdict }) => verdict.badge !== '…'));
    expect([...summaries.keys()].sort()).toEqual(['one', 'two']);
  });

  it('follows growth, truncation, rotation and rewriting', async () => {
    await write('runs/one/train.log', log(1, 50));
    await open();
    await until(() => stepOf('one') === 50);
    await appendFile(join(folder, 'runs/one/train.log'), log(51, 60));
    await until(() => stepOf('one') === 60);
    await write('runs/one/train.log', log(1, 20));
    await until(() => stepOf('one') === 20);
    await rename(join(folder, 'runs/one/train.log'), join(folder, 'runs/one/old'));
    await write('runs/one/train.log', log(1, 70));
    await until(() => stepOf('one') === 70);
    expect(summaries.get('one')?.status).toBe('active');
  });

  it('notices new and removed runs', async () => {
    await write('runs/one/train.log', log(1, 50));
    await open();
    await until(() => stepOf('one') === 50);
    await write('runs/two/train.log', log(1, 30));
    engine.handlers.wake([]);
    await until(() => stepOf('two') === 30);
    await rm(join(folder, 'runs/one'), { recursive: true });
    engine.handlers.wake([]);
    await until(() => !summaries.has('one'));
  });

  it('takes the plan from a configuration beside the run, again when it changes', async () => {
    await write('runs/one/train.log', log(1, 50));
    await write('runs/one/training_args.yaml', 'output_dir: runs/one\nper_device_train_batch_size: 8\nmax_steps: 5000\n');
    await open();
    await until(() => summaries.get('one')?.plannedSteps === 5000);
    await write('runs/one/training_args.yaml', 'output_dir: runs/one\nper_device_train_batch_size: 8\nmax_steps: 7000\n');
    engine.handlers.wake([]);
    await until(() => summaries.get('one')?.plannedSteps === 7000);
  });

  it('answers for details, curves, lenses and unreadable records', async () => {
    await write('runs/one/train.log', log(1, 500));
    await open();
    await until(() => summaries.get('one') !== undefined && summaries.get('one')?.verdict.badge !== '…');
    const id = summaries.get('one')?.id ?? '';
    const detail = await engine.handlers.detail(id);
    expect(detail?.series.map(({ metric, points }) => [metric, points])).toContainEqual(['loss/train', 500]);
    const curve = await engine.handlers.curve({ run: id, metric: 'loss/train', original: null, fromStep: 100, toStep: 200, pixels: 20 });
    expect(curve?.steps.length).toBeLessThanOrEqual(40);
    expect(curve?.steps[0]).toBeGreaterThanOrEqual(99);
    const performance = summaries.get('one')?.metric ?? null;
    expect((await engine.handlers.curve({ run: id, metric: null, original: performance, fromStep: null, toStep: null, pixels: 600 }))?.points).toBe(500);
    expect(await engine.handlers.curve({ run: 'other', metric: 'loss/train', original: null, fromStep: null, toStep: null, pixels: 20 })).toBeNull();
    expect(await engine.handlers.skipped(id)).toEqual([]);
    expect(await engine.handlers.lenses({ path: join(folder, 'README.md'), text: 'hello' })).toEqual([]);
  });

  it('lets go of the runs of folders that were closed', async () => {
    await write('runs/one/train.log', log(1, 50));
    await open();
    await until(() => summaries.size === 1);
    await engine.handlers.open({ folders: [], settings });
    await until(() => summaries.size === 0);
  });
});
