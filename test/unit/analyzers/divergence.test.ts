import { describe, expect, it } from 'vitest';
import { divergence } from '../../../src/analyzers/divergence';
import { lossSpike } from '../../../src/analyzers/lossSpike';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { gaussian, mulberry } from '../random';
import { pointsOf, runWith } from './runWith';

const random = mulberry(21);
const noisy = (values: readonly number[], noise = 0.05): number[] => values.map((value) => value + noise * gaussian(random));
const healthy = Array.from({ length: 300 }, (_, i) => 3 + 8 * Math.exp(-i / 40));
const judge = (values: readonly number[], more?: Partial<Run>) => divergence.analyse(runWith({ 'loss/train': pointsOf(values, 10) }, more), defaultSettings);

describe('divergence', () => {
  it('is said of a loss that rises and stays, with the last good checkpoint and half the learning rate', () => {
    const values = noisy([...healthy, 4, 6, 7.5, 7.9, 7.8, 7.9, 7.8, 7.9, 7.9, 7.8]);
    const entry = { key: 'trainer.learning_rate', value: 3e-4, line: 1, column: 2, endColumn: 6 };
    const [finding] = judge(values, { checkpoints: [1000, 2000, 3100], configs: [{ path: 'c.yaml', kind: 'hydra', entries: [entry], plan: {}, model: {} }] });
    expect(finding).toMatchObject({ rule: 'divergence', level: 'stop' });
    expect(finding.headline).toMatch(/^Diverged at step 3,0[01]0: loss 3\.\d* → 7\.\d+ in \d+ steps\. Last good checkpoint: step 2,000\.$/);
    expect(finding.advice[0].edit).toEqual({ path: 'c.yaml', key: 'trainer.learning_rate', value: 1.5e-4 });
  });

  it('is said of an erratic loss', () => {
    const erratic = Array.from({ length: 60 }, () => 3 + 60 * random());
    expect(judge(noisy([...healthy, ...erratic]))).toHaveLength(1);
  });

  it('is not said of a spike on its way back, of one that is over, or of a rise that ended well', () => {
    const spike = Array.from({ length: 40 }, (_, i) => 3 + 6 * Math.exp(-i / 8));
    for (let length = 1; length <= 40; length++) expect(judge([...noisy(healthy), ...spike.slice(0, length)])).toEqual([]);
    expect(judge(noisy([...healthy, ...Array<number>(30).fill(9), ...healthy.slice(100)]))).toEqual([]);
  });

  it('is not said of a warm restart, of overfitting, of a steep start, or of noise', () => {
    const restart = [...healthy, ...Array.from({ length: 200 }, (_, i) => 3 + 0.5 * Math.exp(-i / 30))];
    expect(judge(noisy(restart))).toEqual([]);
    expect(judge(noisy(healthy, 0.8))).toEqual([]);
    const evaluations = Array.from({ length: 100 }, (_, i) => 1 + 2 * Math.exp(-i / 5) + i / 60);
    expect(divergence.analyse(runWith({ 'loss/eval': pointsOf(evaluations, 10) }), defaultSettings)).toEqual([]);
  });

  it('waits longer while the learning rate warms up', () => {
    const values = [...noisy(healthy.slice(0, 60), 0.01), ...Array<number>(8).fill(20)];
    expect(judge(values)).toHaveLength(1);
    expect(judge(values, { plan: { warmupSteps: 2000 } })).toEqual([]);
  });

  it('is left out where the loss means nothing', () => {
    const values = [...Array<number>(50).fill(0), ...Array<number>(20).fill(-0.01), ...Array<number>(20).fill(0.1)];
    expect(divergence.analyse(runWith({ 'loss/train': pointsOf(values), reward: pointsOf([1, 2]) }), defaultSettings)).toEqual([]);
  });
});

describe('loss spike', () => {
  const find = (values: readonly number[], gap: number) => lossSpike.analyse(runWith({ 'loss/train': pointsOf(values, gap) }), defaultSettings);

  it('is a warning while it lasts and a note after it, with four second opinions', () => {
    const calm = noisy(healthy, 0.02);
    const [open] = find([...calm, 6, 6.5], 1);
    expect(open).toMatchObject({ level: 'warning', since: 301 });
    const [over] = find([...calm, 6, 6.5, 4.6, 3.02, 3], 1);
    expect(over).toMatchObject({ level: 'note', since: 303 });
    expect(over.headline).toMatch(/^Loss spike: [\d.]+ → 6\.5 at step 300, recovered within 3 steps\.$/);
    expect(over.evidence.map(({ label }) => label)).toEqual(expect.arrayContaining(['Lightning SpikeDetection', 'llm-foundry', 'OLMo-core', 'Megatron-LM']));
  });

  it('is not said of one odd batch, but of one point that stands for many steps', () => {
    const values = [...noisy(healthy, 0.02), 6, 3, 3, 3];
    expect(find(values, 1)).toEqual([]);
    expect(find(values, 10)).toHaveLength(1);
  });

  it('accepts a new level after a hundred points', () => {
    const [finding] = find([...noisy(healthy, 0.02), ...noisy(Array<number>(150).fill(5), 0.02)].map((value, i) => value - (i > 300 ? 1.4 : 0)), 10);
    expect(finding).toMatchObject({ level: 'note' });
    expect(finding.headline).toContain('the loss has stayed there');
  });
});
