import { cp, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { optimizerCheckpoint } from '../../../src/engine/gradients/optimizerCheckpoint';
import { loadRuns } from '../../../src/engine/loadRuns';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import { MemoryCache } from '../../../src/engine/spectra/spectraCache';
import { WeightHistory } from '../../../src/engine/spectra/weightHistory';
import { summaryOf } from '../../../src/engine/summaryOf';
import { defaultSettings } from '../../../src/model/settings';
import { poolHere } from './poolHere';

const torch = fileURLToPath(new URL('../../fixtures/checkpoints/torch', import.meta.url));
const bare = `step,loss\n${Array.from({ length: 30 }, (_, i) => `${i},${3 - i / 20}`).join('\n')}\n`;
let folder: string;

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'plateau-summary-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

async function runWith(log: string, checkpoint?: string, as = 'ckpt.pt') {
  await writeFile(join(folder, 'train.csv'), log);
  if (checkpoint !== undefined) await cp(join(torch, checkpoint), join(folder, as));
  return (await loadAll())[0];
}

async function loadAll() {
  const runs = await loadRuns([folder], nodeFiles, defaultSettings, Date.now(), new WeightHistory({ files: nodeFiles, cache: new MemoryCache(), pool: poolHere, now: () => Date.now() }));
  if ('error' in runs) throw new Error(runs.error);
  return runs;
}

const offersGradients = (run: Awaited<ReturnType<typeof runWith>>) => summaryOf(run, folder, 0, undefined, defaultSettings).hasGradients;

describe('whether a run offers gradients', () => {
  it.each([
    ['the state of Adam in its checkpoint', bare, 'ckpt.pt', true],
    ['8-bit states in its checkpoint', bare, 'blockwise_optimizer.pt', true],
    ['a checkpoint of weights alone', bare, 'candle_test.pt', false],
    ['a checkpoint that cannot be read', bare, 'broken.pt', false],
    ['no checkpoint', bare, undefined, false],
    ['the norm of all gradients in its log', bare.replace(/^(.*)$/gm, '$1,1.5').replace('loss,1.5', 'loss,grad_norm'), undefined, true],
  ])('with %s', async (_, log, checkpoint, offered) => {
    const run = await runWith(log, checkpoint);
    expect(offersGradients(run)).toBe(offered);
    if (checkpoint !== undefined) expect(await optimizerCheckpoint(run, nodeFiles) !== undefined).toBe(offered);
  });

  it('is not said of a checkpoint that nobody has looked into', async () => {
    const { checkpointFiles, ...rest } = await runWith(bare, 'ckpt.pt');
    expect(checkpointFiles).toMatchObject([{ optimizer: true }]);
    expect(offersGradients({ ...rest, checkpointFiles: checkpointFiles.map(({ path, step }) => ({ path, step })) })).toBe(false);
  });
});

describe('when a log without times was last written', () => {
  it('is when its file was last changed', async () => {
    await writeFile(join(folder, 'train.csv'), bare);
    const then = new Date('2026-03-01T12:00:00Z');
    await utimes(join(folder, 'train.csv'), then, then);
    const [run] = await loadAll();
    expect(summaryOf(run, folder, 0, undefined, defaultSettings)).toMatchObject({ lastTime: null, changedAt: then.getTime() });
  });
});
