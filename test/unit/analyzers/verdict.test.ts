import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../src/analyzers/verdict';
import type { Finding, Level, RuleId } from '../../../src/model/finding';
import type { MarginalReturnReport } from '../../../src/model/report';
import { pointsOf, runWith } from './runWith';

const falling = Array.from({ length: 100 }, (_, i) => 2.41 + (99 - i) / 50);
const run = runWith({ 'loss/train': pointsOf(falling, 100) }, { plan: { maxSteps: 12_000 } });
const finding = (rule: RuleId, level: Level): Finding => ({ rule, level, run: 'run', since: 5, headline: `Says ${rule}.`, evidence: [], advice: [] });

function report(more: Partial<MarginalReturnReport>): MarginalReturnReport {
  return {
    metric: 'loss/train', original: 'loss/train', lowerIsBetter: true, resource: 'steps', resourcePerStep: 1, threshold: 0.02,
    thresholdUnit: 'nats per planned budget', decision: 'continue', since: 0, checks: [], law: { name: 'none', parameters: {}, rmse: NaN },
    schedule: 'unknown', plannedSteps: 12_000, forecast: undefined, remaining: undefined, decayNow: undefined, best: undefined, end: undefined, needed: 31, available: 40,
    ...more,
  };
}

describe('verdictOf', () => {
  it('says how a healthy run stands and what the rest should bring', () => {
    expect(verdictOf(run, [], report({ end: { low: 2.33, high: 2.36 } }))).toEqual({
      state: 'healthy', badge: '2.41 ↓', sentence: 'Healthy. Loss 2.41 at step 9,900 of 12,000; the remaining 2,100 steps should bring it to 2.33–2.36.',
    });
    expect(verdictOf(run, []).sentence).toBe('Healthy. Loss 2.41 at step 9,900 of 12,000.');
  });

  it('quotes no loss that means nothing', () => {
    const agent = runWith({ 'loss/train': pointsOf([-0.02, 0.01, -0.03, 0.02]), reward_mean: pointsOf([1, 2, 3, 4]) }, { plan: { maxSteps: 51 } });
    expect(verdictOf(agent, [])).toEqual({ state: 'healthy', badge: '', sentence: 'Healthy at step 3 of 51. Its loss is not judged.' });
    expect(verdictOf({ ...agent, status: 'finished' }, [])).toEqual({ state: 'finished', badge: 'finished', sentence: 'Finished at step 3.' });
  });

  it('says how much is missing while it is too early', () => {
    expect(verdictOf(run, [], report({ decision: 'unsure', available: 9 }))).toEqual({
      state: 'unsure', badge: '', sentence: 'Too early to say: 31 evaluations are needed for a 95 % interval, 9 exist.',
    });
    expect(verdictOf(runWith({}), []).state).toBe('unsure');
  });

  it('puts what broke before who is gone, before what to stop, before what to look at', () => {
    const all = [finding('throughput-drop', 'warning'), finding('marginal-return', 'stop'), finding('dead', 'warning'), finding('divergence', 'stop')];
    const states = all.map((_, i) => verdictOf(run, all.slice(0, all.length - i)).state);
    expect(states).toEqual(['diverged', 'dead', 'stop', 'warning']);
    expect(verdictOf(run, all)).toEqual({ state: 'diverged', badge: 'diverged', sentence: 'Says divergence.' });
  });

  it.each([
    ['decay-now', 'warning', 'decay', 'start decay'], ['wait-for-decay', 'note', 'wait', 'wait'], ['marginal-return', 'stop', 'stop', 'stop'],
    ['never-learned', 'stop', 'stop', 'not learning'], ['stall', 'warning', 'stalled', 'stalled'], ['loss-spike', 'warning', 'warning', 'loss spike'],
    ['loss-spike', 'note', 'healthy', '2.41 ↓'], ['non-finite', 'stop', 'diverged', 'not finite'], ['non-finite', 'note', 'healthy', '2.41 ↓'],
  ] as const)('%s (%s) is %s: %s', (rule, level, state, badge) => expect(verdictOf(run, [finding(rule, level)])).toMatchObject({ state, badge }));

  it('shows how long a dead run has been silent when it is told the time', () => {
    const timed = runWith({ 'loss/train': [[0, 2, 1000], [1, 1.9, 5000]] }, { status: 'dead' });
    expect(verdictOf(timed, [finding('dead', 'warning')], undefined, 5000 + 2 * 3_600_000).badge).toBe('dead 2 h');
    expect(verdictOf(timed, [finding('dead', 'warning')]).badge).toBe('dead');
  });

  it('tells a finished run by its best, and by what went wrong for good', () => {
    const done = { ...run, status: 'finished' as const };
    expect(verdictOf(done, [finding('marginal-return', 'stop'), finding('throughput-drop', 'warning')])).toEqual({
      state: 'finished', badge: 'best 2.41', sentence: 'Finished at step 9,900. Best loss 2.41 at step 9,900.',
    });
    const risen = runWith({ 'loss/train': pointsOf([3, 2.5, 2.7], 100) }, { status: 'finished' });
    expect(verdictOf(risen, [])).toMatchObject({ badge: 'best 2.5' });
    expect(verdictOf(done, [finding('never-learned', 'stop')])).toEqual({
      state: 'finished', badge: 'not learning', sentence: 'Finished at step 9,900. Says never-learned.',
    });
    expect(verdictOf(done, [finding('divergence', 'stop')]).state).toBe('diverged');
  });

  it('says unsure rather than NaN when nothing finite is logged', () => {
    const broken = runWith({ 'loss/train': pointsOf([NaN, NaN]) });
    expect(verdictOf(broken, [])).toMatchObject({ state: 'unsure' });
    expect(verdictOf({ ...broken, status: 'finished' }, [])).toEqual({ state: 'finished', badge: 'finished', sentence: 'Finished at step 1.' });
  });
});
