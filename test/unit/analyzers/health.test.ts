import { describe, expect, it } from 'vitest';
import type { Analyzer } from '../../../src/analyzers/analyzer';
import { divergence } from '../../../src/analyzers/divergence';
import { gradientExplosion } from '../../../src/analyzers/gradientExplosion';
import { gradientVanishing } from '../../../src/analyzers/gradientVanishing';
import { inflatedLoss } from '../../../src/analyzers/inflatedLoss';
import { learningRateAnomaly } from '../../../src/analyzers/learningRateAnomaly';
import { lossSpike } from '../../../src/analyzers/lossSpike';
import { neverLearned } from '../../../src/analyzers/neverLearned';
import { nonFinite } from '../../../src/analyzers/nonFinite';
import { overfitting } from '../../../src/analyzers/overfitting';
import { throughputDrop } from '../../../src/analyzers/throughputDrop';
import type { Finding } from '../../../src/model/finding';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { gaussian, mulberry } from '../random';
import { prefixOf, recordedNames, recordedRun, runWith, type Point } from './runWith';

const rules: readonly Analyzer[] = [
  nonFinite, divergence, neverLearned, overfitting, lossSpike, gradientExplosion, gradientVanishing, learningRateAnomaly,
  throughputDrop, inflatedLoss,
];

function judge(run: Run): Finding[] {
  return rules.flatMap((rule) => rule.analyse(run, defaultSettings));
}

function said(run: Run): string[] {
  return judge(run).map(({ rule, level }) => `${level} ${rule}`).sort();
}

describe('health rules on recorded runs', () => {
  it.each([
    ['agnews-run0', ['stop never-learned']],
    ['agnews-run1', ['stop never-learned']],
    ['agnews-run2', ['stop never-learned']],
    ['agnews-run3', ['stop never-learned']],
    ['agnews-run4', []],
    ['megatron-tr1-13B', ['note loss-spike']],
    ['megatron-tr11-176B', ['note loss-spike']],
    ['law-llm', ['note inflated-loss']],
    ['multi-eval', ['stop overfitting']],
    ['modded-nanogpt-llmc-adamw', []],
    ['modded-nanogpt-contra-soft-muon', []],
  ])('%s', (name, expected) => expect(said(recordedRun(name))).toEqual(expected));

  it('names both divergences of the 104B runs', () => {
    const [wide] = divergence.analyse(recordedRun('megatron-tr8-104B-wide'), defaultSettings);
    expect(wide.headline).toMatch(/^Diverged at step 8,741: loss [\d.]+ → 7\.025 in \d+ steps/);
    const [narrow] = divergence.analyse(recordedRun('megatron-tr8b-104B'), defaultSettings);
    expect(narrow).toMatchObject({ level: 'stop', since: 17066 });
    expect(narrow.headline).toBe('Diverged at step 17,062: loss 2.667 → 4.391 in 5 steps, gradient norm 7.616 times its usual.');
  });

  it('never calls the 13B spike a divergence while it lasts', () => {
    const run = recordedRun('megatron-tr1-13B');
    for (const step of run.series[0].steps) expect(divergence.analyse(prefixOf(run, step), defaultSettings)).toEqual([]);
    expect(lossSpike.analyse(prefixOf(run, 29_090), defaultSettings)[0]).toMatchObject({ level: 'warning', since: 29_050 });
  });
});

describe('health rules online', () => {
  const wild = Array.from({ length: 30 }, (_, seed) => wildRun(seed));
  const increasing = recordedNames().map(recordedRun).filter((run) => run.series.every((series) => series.increasing));

  it.each([...increasing, ...wild].map((run) => [run.name, run] as const))('%s: `since` is the first step at which it was said', (_, run) => {
    const steps = [...new Set(run.series.flatMap((series) => [...series.steps]))].sort((a, b) => a - b);
    const before = new Map<string, readonly Finding[]>();
    for (const step of steps) {
      const prefix = prefixOf(run, step);
      for (const rule of rules) {
        const now = rule.analyse(prefix, defaultSettings);
        for (const { level, since } of now) {
          const wasSaid = before.get(rule.name)?.some((each) => each.level === level && each.since === since);
          expect({ rule: rule.name, step, since }).toEqual({ rule: rule.name, step, since: wasSaid ? since : step });
        }
        before.set(rule.name, now);
      }
    }
  });

  it('is said of some wild run by nearly every rule', () => {
    const rulesSaid = new Set(wild.flatMap((run) => judge(run).map(({ rule }) => rule)));
    expect([...rulesSaid].sort()).toEqual(expect.arrayContaining(['divergence', 'gradient-explosion', 'learning-rate', 'loss-spike', 'never-learned', 'non-finite', 'overfitting']));
  });
});

/** A run in which things go wrong at random: spikes, jumps, NaN, rises, plateaus, resets of the learning rate. */
function wildRun(seed: number): Run {
  const random = mulberry(seed);
  const [length, noise, fall] = [60 + Math.floor(random() * 120), 0.2 * random(), random() < 0.3 ? 0 : 4 * random()];
  const series: Record<string, Point[]> = { 'loss/train': [], grad_norm: [], learning_rate: [], 'loss/eval': [], elapsed: [] };
  let [offset, scale, clock, rate] = [0, 1, 0, 1e-3];
  for (let step = 0; step < length; step++) {
    if (random() < 0.02) offset = random() < 0.5 ? 0 : 6 * random();
    if (random() < 0.02) scale = random() < 0.5 ? 1 : 40 * random();
    if (random() < 0.02) rate = random() < 0.4 ? 0 : 1e-3 * random();
    if (random() < 0.01) offset = NaN;
    clock += offset > 2 ? 2 : 1;
    const loss = 1 + fall * Math.exp(-step / 20) + offset + noise * gaussian(random);
    series['loss/train'].push([step, loss]);
    series.grad_norm.push([step, random() < 0.02 ? Infinity : scale * (1 + 0.2 * random())]);
    series.learning_rate.push([step, rate]);
    series.elapsed.push([step, clock]);
    if (step % 5 === 0) series['loss/eval'].push([step, 1.2 + fall * Math.exp(-step / 20) + 0.004 * seed * Math.max(0, step - 30) / 10 + 0.01 * gaussian(random)]);
  }
  return runWith(series, { name: `wild ${seed}`, plan: random() < 0.5 ? { maxSteps: length * 2, schedule: 'cosine', peakRate: 1e-3 } : {} });
}
