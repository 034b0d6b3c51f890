import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GradientService } from '../../../../src/engine/gradients/gradientService';
import { loadRuns } from '../../../../src/engine/loadRuns';
import { nodeFiles } from '../../../../src/engine/nodeFiles';
import type { EngineEvents, Refusal } from '../../../../src/engine/protocol';
import type { Finding } from '../../../../src/model/finding';
import type { GradientProgress } from '../../../../src/model/gradientReport';
import type { Run } from '../../../../src/model/run';
import { defaultSettings } from '../../../../src/model/settings';
import { runWith } from '../../analyzers/runWith';
import { poolHere } from '../poolHere';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const recorded = `${root}samples/runs/post-ln-collapse`;
const adamState = `${root}test/fixtures/checkpoints/torch/ckpt.pt`;
let folder = '';
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'gradients-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

function serviceFor(run: Run, findings: readonly Finding[] = []) {
  const pool = poolHere();
  const told: GradientProgress[] = [];
  const tell = <E extends keyof EngineEvents>(event: E, argument: Parameters<EngineEvents[E]>[0]): void => { if (event === 'gradientProgress') told.push(argument as GradientProgress); };
  return { told, ask: new GradientService({ files: nodeFiles, pool: () => pool, now: () => 0, run: (id) => (id === run.id ? run : undefined), findings: () => findings, settings: () => defaultSettings, tell }).handlers };
}

async function runAt(at: string): Promise<Run> {
  const runs = await loadRuns([at], nodeFiles, defaultSettings, 0);
  if ('error' in runs) throw new Error(runs.error);
  return runs[0];
}

function known<T extends object>(answer: T | Refusal | null): T {
  if (answer === null || 'error' in answer) throw new Error(answer === null ? 'cancelled' : answer.error);
  return answer;
}

describe('a report on a run with the recorder', () => {
  it('rests on its norms by module, and says so', async () => {
    const run = await runAt(recorded);
    const report = known(await serviceFor(run).ask.gradientReport(run.id));
    expect(report.influence).toMatchObject({ source: 'recorder', scale: 'gradient', batches: 61, parameters: 337_024, path: null });
    expect(report.influence?.modules[0]).toMatchObject({ name: 'head', trouble: null, gradNormMean: expect.closeTo(0.325662, 6) });
    expect(report.basis[0]).toContain('61 records of the recorder');
    expect(report.tails.map(({ over }) => over)).toEqual(['modules', 'steps']);
    expect(report.tails[0]).toMatchObject({ report: { fit: null, best: 'none' }, sentence: expect.stringMatching(/^39 modules are too few/) });
    expect(report.tails[1].report.series?.effectiveSize).toBeCloseTo(84, 0);
    expect(report.tails[1].sentence).not.toContain('autocorrelation');
    expect(report.courses).toMatchObject([{ over: 'modules', trend: 'heavier' }]);
    expect(report.checkpoint).toBeNull();
  });

  it('says first what a finding has said', async () => {
    const run = await runAt(recorded);
    const finding: Finding = { rule: 'gradient-explosion', level: 'warning', run: run.id, since: 5, headline: 'Gradients explode since step 5.', evidence: [], advice: [{ text: 'Clip them.' }] };
    expect(known(await serviceFor(run, [finding]).ask.gradientReport(run.id)).verdict).toEqual({ state: 'warning', sentence: finding.headline, advice: ['Clip them.'] });
  });

  it('tests the goodness of fit on request, tells how far it is, and can be cancelled', async () => {
    const run = await runAt(recorded);
    const { ask, told } = serviceFor(run);
    const tested = known(await ask.gradientGoodness({ run: run.id, over: 'steps' }));
    expect(tested.report.fit?.pValue).toBeGreaterThan(0.1);
    expect(told.filter(({ task }) => task === 'goodness').at(-1)?.goodness).toEqual(tested.report.goodness);
    const cancelled = ask.gradientGoodness({ run: run.id, over: 'steps' });
    void ask.cancelGradients(run.id);
    expect(await cancelled).toBeNull();
  });
});

describe('a report on a run with a checkpoint', () => {
  const run = () => runWith({}, { checkpointFiles: [{ step: 1000, path: `${folder}/gone.pt` }, { step: null, path: `${folder}/ckpt.pt` }] });
  beforeEach(() => { cpSync(adamState, `${folder}/ckpt.pt`); });

  it('rests on the optimizer state, names what is assumed and recognises the clip', async () => {
    const { ask, told } = serviceFor(run());
    const report = known(await ask.gradientReport('run'));
    expect(report.influence).toMatchObject({ source: 'optimizer state', scale: 'after clipping', step: 2000, path: `${folder}/ckpt.pt` });
    expect(report.influence?.modules.reduce((sum, { energyShare }) => sum + energyShare, 0)).toBeCloseTo(1, 12);
    expect(report.basis.join(' ')).toMatch(/13 of 15 parameters are assumed.*The clip is always active/);
    expect(told.at(-1)).toEqual({ run: 'run', task: 'optimizer state', fraction: 1 });
  });

  it('reads the optimizer once for as long as its file stays the same', async () => {
    const { ask, told } = serviceFor(run());
    await ask.gradientReport('run');
    const before = told.length;
    await ask.gradientReport('run');
    expect(told).toHaveLength(before);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    cpSync(adamState, `${folder}/ckpt.pt`);
    await ask.gradientReport('run');
    expect(told.length).toBeGreaterThan(before);
  });

  it('gives the tail over single coordinates with the curves of all laws', async () => {
    const tail = known(await serviceFor(run()).ask.gradientCoordinates('run'));
    expect(tail.report.fit).toMatchObject({ n: 6864, alpha: expect.closeTo(3.658, 3) });
    expect(tail.curve.laws.map(({ name }) => name)).toEqual(['power law', 'exponential', 'lognormal', 'stretched exponential', 'cutoff']);
    const share = (tail.report.fit?.tail ?? NaN) / 6864;
    for (const { ccdf } of tail.curve.laws) expect(ccdf[0]).toBeCloseTo(share, 10);
    expect(tail.curve.ccdf[0]).toBe(1);
  });

  it('calls no row silent in 8 bits, which round small gradients to 0', async () => {
    cpSync(`${root}test/fixtures/checkpoints/torch/blockwise_optimizer.pt`, `${folder}/ckpt.pt`);
    const report = known(await serviceFor(run()).ask.gradientReport('run'));
    expect(report.influence?.modules.map(({ silentRows }) => silentRows)).toEqual([undefined, undefined]);
    expect(report.influence?.modules.every(({ trouble }) => trouble === null)).toBe(true);
  });
});

describe('a run of which little is known', () => {
  it('is refused where there is nothing, and told where only the norm of all is logged', async () => {
    const nothing = runWith({ 'loss/train': [[1, 2], [2, 1]] });
    expect(await serviceFor(nothing).ask.gradientReport('run')).toEqual({ error: 'Neither the log nor a checkpoint of this run tells anything of its gradients.' });
    const few = runWith({ grad_norm: [[1, 2], [2, 1], [3, 1.5]] });
    const report = known(await serviceFor(few).ask.gradientReport('run'));
    expect(report).toMatchObject({ influence: null, clipping: null, courses: [], verdict: { state: 'unsure', sentence: expect.stringMatching(/^Too early to say: with 3 usable values/) } });
    expect(report.basis[0]).toMatch(/^Only the norm of all gradients together is known/);
  });
});

describe('samples beside a run', () => {
  it('are told with the share worth keeping, and chosen ids', async () => {
    mkdirSync(`${folder}/run`);
    writeFileSync(`${folder}/run/log.jsonl`, '');
    writeFileSync(`${folder}/run/sample_norms.csv`, `id,grad_norm\n${Array.from({ length: 200 }, (_, i) => `s${i},${(i + 1) ** -1.2}`).join('\n')}\n`);
    const run = runWith({}, { sources: [{ format: 'json-lines', path: `${folder}/run/log.jsonl` }] });
    const report = known(await serviceFor(run).ask.gradientSamples('run'));
    expect(report).toMatchObject({ measure: 'gradient norm', samples: 200, joint: null, share: { of: 'samples' } });
    expect(report.selection?.keep[0]).toBe('s0');
    expect(report.selection?.keep).toHaveLength(Math.round((report.selection?.qStar ?? NaN) * 200));
    expect(report.sentence).toMatch(/^Training on the \d+ samples/);
  });

  it('are nothing where the recorder wrote none', async () => {
    const run = await runAt(recorded);
    expect(await serviceFor(run).ask.gradientSamples(run.id)).toBeNull();
  });
});
