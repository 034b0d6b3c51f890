import { describe, expect, it } from 'vitest';
import { nonFinite } from '../../../src/analyzers/nonFinite';
import { defaultSettings } from '../../../src/model/settings';
import { pointsOf, runWith } from './runWith';

const judge = (series: Parameters<typeof runWith>[0], more?: Parameters<typeof runWith>[1]) => nonFinite.analyse(runWith(series, more), defaultSettings);

describe('non-finite values', () => {
  it('stops for three in a row and names the last finite value and the checkpoint before', () => {
    const [finding] = judge({ 'loss/train': pointsOf([3, 2.5, NaN, Infinity, NaN], 100) }, { checkpoints: [100, 300] });
    expect(finding).toMatchObject({ level: 'stop', since: 400, headline: 'Loss is NaN since step 200. Last finite value: 2.5 at step 100.' });
    expect(finding.advice[0].text).toContain('resume from step 100');
  });

  it('warns of one that passes', () =>
    expect(judge({ 'loss/train': pointsOf([3, NaN, 2.5]) })[0]).toMatchObject({ level: 'warning', since: 1, headline: 'Loss is NaN at step 1.' }));

  it('sees through a logger that prints 0 for NaN', () => {
    const [finding] = judge({ 'loss/train': pointsOf([14577.98, 0, 0, 0], 10), grad_norm: pointsOf([3, NaN, NaN, NaN], 10) });
    expect(finding).toMatchObject({ level: 'stop', since: 30 });
    expect(finding.headline).toBe('Loss hides a NaN behind 0.0 since step 10. Last finite value: 14,578 at step 0.');
  });

  it('sees zeros in a row after a loss far from zero, but not a solved task', () => {
    expect(judge({ 'loss/train': pointsOf([2, 1.9, 0, 0, 0, 0, 0, 0, 0]) })[0]).toMatchObject({ level: 'stop', since: 8 });
    expect(judge({ 'loss/train': pointsOf([2, 0.1, 0.004, 0.001, 0, 0, 0, 0, 0, 0, 0]) })).toEqual([]);
  });

  it('takes a passing overflow of the gradient for a loss scaler at work', () => {
    const [finding] = judge({ 'loss/train': pointsOf([2, 1.9, 1.8]), grad_norm: pointsOf([1, Infinity, 1]), loss_scale: pointsOf([65536, 32768, 32768]) });
    expect(finding).toMatchObject({ level: 'note', since: 1, headline: 'Gradient norm is infinite at step 1.' });
    expect(finding.evidence).toContainEqual({ label: 'Loss scale', value: 32768, reference: 65536 });
  });

  it('ignores what stands before the first finite value, unless nothing follows', () => {
    expect(judge({ 'loss/train': pointsOf([NaN, NaN, NaN, NaN, NaN, 3, 2]) })).toEqual([]);
    expect(judge({ 'loss/train': pointsOf([NaN, NaN, NaN, NaN]) })).toEqual([]);
    expect(judge({ 'loss/train': pointsOf([NaN, NaN, NaN, NaN, NaN]) })[0]).toMatchObject({ level: 'stop', since: 4 });
  });

  it('lets a policy-gradient loss of 0 be', () => {
    const run = runWith({ 'loss/train': pointsOf([0.05, 0, 0, 0, 0, 0, 0, 0, 0]), reward: pointsOf([1, 2, 3]) });
    expect(nonFinite.analyse(run, defaultSettings)).toEqual([]);
  });
});
