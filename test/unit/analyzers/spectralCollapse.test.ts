import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replayFindings } from '../../../src/analyzers/replay/replayFindings';
import { spectralCollapse } from '../../../src/analyzers/spectralCollapse';
import { spectralReport } from '../../../src/analyzers/spectra/spectralReport';
import { underSampledSpectra } from '../../../src/analyzers/underSampledSpectra';
import { plateauStatistics } from '../../../src/formats/statistics/plateauStatistics';
import { eigenLog } from '../../../src/formats/statistics/eigenLog';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { fixture } from '../formats/fixture';
import { followedBytes } from '../formats/followSource';
import { gaussian, mulberry } from '../random';
import { prefixOf, runWith, seriesWith, type Point } from './runWith';
import { healthyShare, simulatedSpectra, width } from './simulatedSpectra';

const findings = (run: Run) => spectralCollapse.analyse(run, defaultSettings);

describe('a layer that collapses in the middle of a run', () => {
  const run = simulatedSpectra({
    layers: 12, records: 30, every: 200, seed: 1,
    share: (layer, step) => (layer === 7 && step > 3200 ? 0.05 * Math.exp(-(step - 3200) / 420) : 0.05),
    more: { checkpoints: [1000, 2000, 3000, 4000] },
  });
  /** ln(0.05/0.001)·420 steps after it began. */
  const reached = 3200 + 420 * Math.log(50);

  it('is warned of before the floor, with layer, onset and projection', () => {
    const [finding] = findings(prefixOf(run, 4400));
    expect(finding).toMatchObject({ rule: 'spectral-collapse', level: 'warning' });
    expect(finding.since).toBeLessThan(reached - 200);
    expect(finding.headline).toMatch(/^The FFN of layer 7 is collapsing: hard utilisation 0\.0\d+ → 0\.00\d+ since step 3,\d00, floor expected near step \d,\d+\. The loss went 3\.\d+ → 3\.\d+ and is about level now\.$/);
    const began = finding.evidence.find(({ label }) => label === 'Began at');
    expect(Math.abs(Number(began?.value) - 3200)).toBeLessThanOrEqual(400);
    const floor = finding.evidence.find(({ label }) => label === 'Floor expected at');
    expect(Math.abs(Number(floor?.value) - reached)).toBeLessThan(400);
    expect(floor?.low).toBeLessThan(Number(floor?.value));
    expect(floor?.high).toBeGreaterThan(Number(floor?.value));
    expect(finding.advice[0].text).toContain('checkpoint of step 3,000');
    expect(finding.advice[1].text).toContain('weight normalisation');
  });

  it('is a stop once collapsed', () => {
    expect(findings(run)).toHaveLength(1);
    expect(findings(run)[0]).toMatchObject({ level: 'stop' });
    expect(findings(run)[0].headline).toContain('The FFN of layer 7 has collapsed');
    expect(findings(prefixOf(run, 3600))).toEqual([]);
  });

  it('is said again at each prefix from the same step on', () => {
    const events = replayFindings(run, [spectralCollapse], defaultSettings);
    expect(events.map(({ level }) => level)).toEqual(['warning', 'stop']);
    for (const { level, step } of events) {
      expect(findings(prefixOf(run, step)).find((finding) => finding.level === level)?.since).toBe(step);
      expect(findings(prefixOf(run, step - 200)).some((finding) => finding.level === level)).toBe(false);
    }
  });

  it('stands in the report with its trend', () => {
    const report = spectralReport(prefixOf(run, 4400), defaultSettings)!;
    const layer = report.layers.find((each) => each.layer === '7')!;
    expect(report.layers.map(({ layer: name }) => name).slice(0, 3)).toEqual(['0', '1', '2']);
    expect(layer.measures.hardUtilisation[0]).toBeCloseTo(layer.measures.hardRank[0] / width, 12);
    expect(layer.trend!.state).toBe('falling');
    expect(layer.trend!.floor).toBeCloseTo((1 + 0.001 * (width - 1)) / width, 12);
    expect(layer.trend!.lossAtOnset).toBeCloseTo(3.2, 1);
    expect(layer.trend!.fit.values.at(-1)).toBeCloseTo(layer.trend!.floor, 6);
    expect(report.layers[0].trend).toMatchObject({ state: 'healthy', onset: null, crossing: null });
  });
});

describe('a whole model that collapses from the beginning', () => {
  it('is warned of before the floor, as one finding', () => {
    const run = simulatedSpectra({ layers: 6, records: 30, every: 100, seed: 2, share: (_, step) => Math.max(0.0003, 0.08 * Math.exp(-step / 450)) });
    const events = replayFindings(run, [spectralCollapse], defaultSettings);
    const warned = events.find(({ level }) => level === 'warning')?.step ?? Infinity;
    const stopped = events.find(({ level }) => level === 'stop')?.step ?? Infinity;
    expect(stopped - warned).toBeGreaterThanOrEqual(300);
    const [stop] = findings(run);
    expect(stop.headline).toMatch(/So have layers .+ and 2 more\./);
    expect(stop.evidence.filter(({ label }) => label.startsWith('Layer '))).toHaveLength(5);
  });
});

describe('a layer that bounces about the floor', () => {
  /** Down to the floor by step 4,000, then between 0.5 and 4 times the floor; back at 0.03 from 8,000 on. */
  const share = (layer: number, step: number): number => {
    if (layer !== 2 || step <= 2000) return 0.05;
    if (step <= 4000) return 0.05 * 50 ** (-(step - 2000) / 2000);
    return step <= 8000 ? 0.001 * 2 ** ((((step / 200) * 7) % 13) / 4 - 1) : 0.03;
  };
  const run = simulatedSpectra({ layers: 6, records: 50, every: 200, seed: 5, share });

  it('stays collapsed until it is back in the healthy range', () => {
    const said = Array.from({ length: 50 }, (_, i) => findings(prefixOf(run, 200 * (i + 1)))[0]);
    const stops = said.flatMap((finding, i) => (finding?.level === 'stop' ? [i] : []));
    expect(stops).toEqual(stops.map((_, i) => stops[0] + i));
    expect(200 * (stops[0] + 1)).toBeLessThan(4600);
    expect(200 * (stops.at(-1)! + 1)).toBeGreaterThanOrEqual(8000);
    expect(new Set(stops.map((i) => said[i].since)).size).toBe(1);
    expect(new Set(stops.map((i) => /since step [\d,]+\d/.exec(said[i].headline)?.[0])).size).toBe(1);
    expect(findings(run)).toEqual([]);
  });

  it('is told of at its lowest, with where it is now', () => {
    const headlines = Array.from({ length: 18 }, (_, i) => findings(prefixOf(run, 4600 + 200 * i))[0].headline);
    expect(headlines.some((headline) => /→ 0\.00\d+ since step [\d,]+, now 0\.00\d+\./.test(headline))).toBe(true);
  });
});

describe('the Post-LN model among the samples', () => {
  it('is warned of once and stopped once', async () => {
    const log = readFileSync(new URL('../../../samples/runs/post-ln-collapse/plateau-statistics.jsonl', import.meta.url));
    const run = { ...runWith({}), series: [...(await followedBytes(plateauStatistics, log, '/a/plateau-statistics.jsonl')).series().values()] };
    expect(replayFindings(run, [spectralCollapse], defaultSettings)).toEqual([
      { step: 150, rule: 'spectral-collapse', level: 'warning' },
      { step: 230, rule: 'spectral-collapse', level: 'stop' },
    ]);
    const [finding] = findings({ ...run, status: 'finished' });
    expect(finding.headline).toMatch(/^The FFN of layer 0 has collapsed: hard utilisation 0\.0\d+ → 0\.00\d+ since step 10, now 0\.00\d+\. So have layers 1, 4, 5\. Collapsing are layers 2, 3\./);
    expect(finding.headline).toMatch(/ The loss did not show it: 2\.\d+ and still falling at the end\.$/);
  });
});

describe('what the loss did', () => {
  const collapsing = (loss: (step: number) => number) => {
    const run = simulatedSpectra({ layers: 3, records: 40, every: 100, seed: 7, share: (layer, step) => (layer === 1 && step > 2000 ? 0.05 * Math.exp(-(step - 2000) / 250) : 0.05) });
    const random = mulberry(3);
    const points: Point[] = Array.from({ length: 400 }, (_, i) => [10 * i, loss(10 * i) + 0.02 * gaussian(random)]);
    return findings({ ...run, series: [...run.series.filter(({ metric }) => metric !== 'loss/train'), seriesWith('loss/train', points)] })[0];
  };
  const early = (step: number) => 3 + 5 * Math.exp(-step / 100);

  it('is said from its trend since the onset', () => {
    expect(collapsing((step) => early(step) - step / 4000).headline).toMatch(/ The loss does not show it yet: 2\.\d+ and still falling\.$/);
    expect(collapsing(early).headline).toMatch(/ The loss went [23]\.\d+ → [23]\.\d+ and is about level now\.$/);
    const worse = collapsing((step) => early(step) + Math.max(0, step - 3000) / 1000);
    expect(worse.headline).toMatch(/ The loss rose [23]\.\d+ → 3\.9\d* since step [23],\d+\.$/);
    expect(Number(worse.evidence.find(({ label }) => label === 'Loss now')?.value)).toBeCloseTo(3.95, 1);
  });
});

describe('healthy runs', () => {
  it('are not warned of, whatever the noise and the drift', () => {
    const said: string[] = [];
    for (let seed = 0; seed < 30; seed++) {
      const random = mulberry(1000 + seed);
      const levels = Array.from({ length: 8 }, () => 0.004 * 25 ** random());
      const climbs = levels.map(() => 0.6 * random() - 0.2);
      const run = simulatedSpectra({
        layers: 8, records: 40, every: [20, 100, 500][seed % 3], seed, noise: 0.05 + 0.15 * random(),
        share: (layer, step) => healthyShare(levels[layer], climbs[layer])(step),
      });
      said.push(...replayFindings(run, [spectralCollapse], defaultSettings).map(({ level, step }) => `${level} of run ${seed} at ${step}`));
    }
    expect(said).toEqual([]);
  });

  it('are not warned of for the first drop of AdamW\'s layer 0, at any prefix', async () => {
    for (const kind of ['global', 'frequency']) {
      const series = [...(await followedBytes(eigenLog, fixture(`spectra/adamw_160m_1x_layer0_${kind}_legacy.txt`), '/a/layer0.txt')).series().values()];
      for (const ffnSize of [undefined, 768]) expect(replayFindings({ ...runWith({}, { model: { ffnSize } }), series }, [spectralCollapse, underSampledSpectra], defaultSettings)).toEqual([]);
    }
  });

  it('say nothing without spectra', () => {
    expect(findings(runWith({ 'loss/train': [[0, 1], [1, 1]] }))).toEqual([]);
    expect(spectralReport(runWith({}), defaultSettings)).toBeUndefined();
  });
});

describe('the adapters of a real LoRA run', () => {
  const rows = JSON.parse(readFileSync(new URL('../../fixtures/spectra/lora-series.json', import.meta.url), 'utf8')) as { step: number; effectiveRank: number[]; hardRank: number[] }[];
  const run = runWith(Object.fromEntries(rows[0].effectiveRank.flatMap((_, layer): [string, Point[]][] => [
    [`spectrum/weight/effectiveRank/${layer}`, rows.map(({ step, effectiveRank }) => [step, effectiveRank[layer]])],
    [`spectrum/weight/hardRank/${layer}`, rows.map(({ step, hardRank }) => [step, hardRank[layer]])],
    [`spectrum/weight/width/${layer}`, rows.map(({ step }) => [step, 8])],
  ])), { plan: { maxSteps: 7843 } });

  it('collapse in layers 0 and 1 alone, from the first checkpoint on', () => {
    const [finding, ...others] = findings(run);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ level: 'stop' });
    expect(finding.headline).toMatch(/^Weights of layer 0 have collapsed: effective rank 3\.502 → 1\.704 of 8 since step 500\. So has layer 1\.$/);
    expect(finding.evidence).toContainEqual({ label: 'Effective rank (of the singular values)', value: 1.704, reference: 3.502 });
    expect(finding.evidence).toContainEqual({ label: 'Began at', value: 500, unit: 'step' });
  });

  it('are warned of two thousand steps before', () => {
    const events = replayFindings(run, [spectralCollapse], defaultSettings);
    expect(events[0]).toMatchObject({ level: 'warning', step: 2500 });
    const layer = spectralReport(prefixOf(run, 3500), defaultSettings)?.layers[0];
    // Its level falls below the floor between 4,500 and 5,000.
    expect(layer?.trend).toMatchObject({ state: 'falling', onset: 500 });
    expect(layer?.trend?.crossing?.step).toBeGreaterThan(4200);
    expect(layer?.trend?.crossing?.step).toBeLessThan(5000);
  });
});
