import { describe, expect, it } from 'vitest';
import { inflatedLoss } from '../../../src/analyzers/inflatedLoss';
import { overfitting } from '../../../src/analyzers/overfitting';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { gaussian, mulberry } from '../random';
import { pointsOf, runWith, seriesWith } from './runWith';

const random = mulberry(41);
const train = Array.from({ length: 200 }, (_, i) => 2 * Math.exp(-i / 60) + 0.01 * gaussian(random));
const evaluations = Array.from({ length: 20 }, (_, i) => 1.2 + Math.exp(-i / 2) + 0.03 * Math.max(0, i - 6) + 0.004 * gaussian(random));
const judge = (series: Parameters<typeof runWith>[0], more?: Partial<Run>) => overfitting.analyse(runWith(series, more), defaultSettings);

describe('overfitting', () => {
  it('names the best evaluation and the checkpoint to load', () => {
    const [finding] = judge({ 'loss/train': pointsOf(train, 10), 'loss/eval': pointsOf(evaluations, 100) }, { checkpoints: [500, 1000, 1500] });
    expect(finding).toMatchObject({ level: 'stop' });
    const best = 100 * evaluations.indexOf(Math.min(...evaluations));
    expect(finding.headline).toContain(`Overfitting since step ${best}: evaluation loss 1.`);
    expect(finding.advice[0].text).toBe(`Stop here. Load the checkpoint of step ${best >= 1000 ? '1,000' : '500'}.`);
  });

  it('is only a warning while the evaluation accuracy still improves', () => {
    const accuracy = evaluations.map((_, i) => 0.5 + i / 100);
    expect(judge({ 'loss/train': pointsOf(train, 10), 'loss/eval': pointsOf(evaluations, 100), 'accuracy/eval': pointsOf(accuracy, 100) })[0]).toMatchObject({ level: 'warning' });
  });

  it('is not said when the training loss rises too, when evaluation is flat, or without a training loss', () => {
    const flat = evaluations.map((_, i) => 1.2 + Math.exp(-i / 2) + 0.01 * gaussian(random));
    expect(judge({ 'loss/train': pointsOf([...train].reverse(), 10), 'loss/eval': pointsOf(evaluations, 100) })).toEqual([]);
    expect(judge({ 'loss/train': pointsOf(train, 10), 'loss/eval': pointsOf(flat, 100) })).toEqual([]);
    expect(judge({ 'loss/eval': pointsOf(evaluations, 100) })).toEqual([]);
  });

  it('is not said of a level that only scatters, however many evaluations there are', () => {
    const noise = mulberry(7);
    const falling = Array.from({ length: 100 }, (_, i) => 0.3 + 1.2 * Math.exp(-i / 33));
    const said = Array.from({ length: 40 }, () => falling.map((_, i) => (0.6 + 0.9 * Math.exp(-i / 16)) * (1 + 0.02 * gaussian(noise)))).filter((scattered) =>
      [40, 60, 80, 90, 100].some((length) => judge({ 'loss/train': pointsOf(falling.slice(0, length), 1), 'loss/eval': pointsOf(scattered.slice(0, length), 1) }).length > 0));
    expect(said.length).toBeLessThanOrEqual(1);
  });

  it('looks at every evaluation set', () => {
    const fine = evaluations.map((_, i) => 1 + Math.exp(-i / 8));
    const series = [seriesWith('loss/train', pointsOf(train, 10)), seriesWith('loss/eval', pointsOf(fine, 100), 'eval_a_loss'), seriesWith('loss/eval', pointsOf(evaluations, 100), 'eval_b_loss')];
    const [finding] = overfitting.analyse({ ...runWith({}), series }, defaultSettings);
    expect(finding.evidence).toContainEqual({ label: 'Evaluation set', value: 'eval_b_loss' });
  });
});

describe('inflated loss', () => {
  const evaluation = Array.from({ length: 10 }, (_, i) => 0.3 + Math.exp(-i));
  const inflated = (factor: number) => ({ 'loss/train': pointsOf(evaluation.map((value) => factor * value), 100), 'loss/eval': pointsOf(evaluation, 100) });

  it('is a note, inferred from the ratio or checked against the plan', () => {
    expect(inflatedLoss.analyse(runWith(inflated(8)), defaultSettings)[0]).toMatchObject({ level: 'note', since: 200 });
    expect(inflatedLoss.analyse(runWith(inflated(6), { plan: { gradientAccumulation: 6 } }), defaultSettings)).toHaveLength(1);
    expect(inflatedLoss.analyse(runWith(inflated(8), { plan: { gradientAccumulation: 1 } }), defaultSettings)).toEqual([]);
  });

  it('is not said of an ordinary gap', () => {
    for (const factor of [0.9, 1, 1.9, 3.2, 6]) expect(inflatedLoss.analyse(runWith(inflated(factor)), defaultSettings)).toEqual([]);
  });
});
