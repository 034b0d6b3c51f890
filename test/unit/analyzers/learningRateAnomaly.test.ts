import { describe, expect, it } from 'vitest';
import { learningRateAnomaly } from '../../../src/analyzers/learningRateAnomaly';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { pointsOf, runWith, seriesWith } from './runWith';

const judge = (rates: readonly number[], more?: Partial<Run>) => learningRateAnomaly.analyse(runWith({ learning_rate: pointsOf(rates, 10) }, more), defaultSettings);
const cosine = Array.from({ length: 101 }, (_, i) => (i < 5 ? (i + 1) / 5 : 0.5 + 0.5 * Math.cos((Math.PI * (i - 5)) / 95)) * 3e-4);
const constant = Array<number>(60).fill(3e-4);

describe('learning rate', () => {
  it('is left in peace when it does as planned', () => {
    expect(judge(cosine, { plan: { maxSteps: 1000, schedule: 'cosine', peakRate: 3e-4, warmupSteps: 50 } })).toEqual([]);
    expect(judge(constant, { plan: { maxSteps: 1000, schedule: 'constant', peakRate: 3e-4 } })).toEqual([]);
    expect(judge([...constant, ...cosine.slice(5)], { plan: { maxSteps: 1560, schedule: 'wsd', decayStart: 600 } })).toEqual([]);
    expect(judge([...cosine, ...Array<number>(15).fill(0)])).toEqual([]);
  });

  it('is stuck at 0 in the middle of the plan', () => {
    const [finding] = judge([...constant, ...Array<number>(12).fill(0)], { plan: { maxSteps: 2000 } });
    expect(finding).toMatchObject({ level: 'stop', since: 690, headline: 'The learning rate has been 0 since step 600, so nothing is being learned.' });
    expect(judge([...constant, ...Array<number>(9).fill(0)])).toEqual([]);
  });

  it('has run out before the plan', () =>
    expect(judge([...cosine, ...Array<number>(15).fill(0)], { plan: { maxSteps: 2000 } })[0].headline).toBe('The learning rate has been 0 since step 1,000: the schedule is over, with 43 % of the plan left.'));

  it('is 0 from the start, unless that is only how it is printed', () => {
    const zeros = { learning_rate: pointsOf(Array<number>(25).fill(0)) };
    const losses = (last: number) => pointsOf(Array.from({ length: 25 }, (_, i) => (i < 12 ? 2 : last)));
    expect(learningRateAnomaly.analyse(runWith({ ...zeros, 'loss/train': losses(2) }), defaultSettings)[0]).toMatchObject({ since: 19 });
    expect(learningRateAnomaly.analyse(runWith({ ...zeros, 'loss/train': losses(1.5) }), defaultSettings)).toEqual([]);
  });

  it('may rest in one parameter group while others move', () => {
    const frozen = seriesWith('learning_rate', pointsOf([...constant, ...Array<number>(12).fill(0)], 10), 'lr-AdamW/pg1');
    const moving = seriesWith('learning_rate', pointsOf(Array<number>(72).fill(3e-4), 10), 'lr-AdamW/pg2');
    expect(learningRateAnomaly.analyse({ ...runWith({}), series: [frozen, moving] }, defaultSettings)).toEqual([]);
  });

  it('jumps up: a note, a warning where the schedule does not restart, nothing after a resume', () => {
    const restarted = [...cosine, ...cosine];
    expect(judge(restarted)[0]).toMatchObject({ level: 'note' });
    expect(judge(restarted, { plan: { schedule: 'cosine' } })[0]).toMatchObject({ level: 'warning' });
    const resumed = runWith({ learning_rate: [...pointsOf(cosine, 10), ...pointsOf(cosine, 10)] });
    expect(learningRateAnomaly.analyse(resumed, defaultSettings)).toEqual([]);
  });

  it('stands above its planned peak, or against its schedule', () => {
    expect(judge(constant, { plan: { peakRate: 1e-4 } })[0].headline).toBe('The learning rate is 0.0003 at step 40, above the planned peak of 0.0001.');
    expect(judge(cosine, { plan: { schedule: 'constant', maxSteps: 1000 } })[0].headline).toContain('although a constant one is planned');
    expect(judge(constant, { plan: { schedule: 'cosine', maxSteps: 800 } })[0].headline).toBe('The learning rate has not decayed by step 450 as planned: still 0.0003.');
  });
});
