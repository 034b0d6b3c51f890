import { describe, expect, it } from 'vitest';
import { lossWithoutMeaning } from '../../../../src/analyzers/lossWithoutMeaning';
import { hasMeaningfulLoss } from '../../../../src/analyzers/losses/meaningfulLoss';
import { stalled } from '../../../../src/analyzers/stalled';
import { defaultSettings } from '../../../../src/model/settings';
import { pointsOf, runWith } from '../runWith';

const hovering = pointsOf([0.0001, -0.003, 0.002, 0, 0.01]);
const falling = pointsOf([0.69, 0.6, 0.4, 0.2]);
const some = pointsOf([1, 2, 3]);

describe('meaning of the loss', () => {
  it.each([
    ['GRPO', { 'loss/train': hovering, reward: some, 'completions/mean_length': some, kl: some }, false],
    ['PPO', { 'loss/train': hovering, 'objective/kl': some, 'policy/clipfrac_avg': some }, false],
    ['GRPO of a hand-written loop', { 'loss/train': pointsOf([-0.28, 0.21, 0.06, 0.57, -0.25]), reward_mean: some, adv_std: some }, false],
    ['distillation on its own samples', { 'loss/train': hovering, 'train/mean_advantage': some }, false],
    ['REINFORCE without a baseline', { 'loss/train': pointsOf([-56, -44, -18, -89, -51]), 'val/reward': some }, false],
    ['a DQN', { 'loss/train': pointsOf([0.3, 0.9, 2, 8]), Reward: some, Epsilon: some }, false],
    ['training with differential privacy', { 'loss/train': falling, epsilon: some, 'val f1 score': some }, true],
    ['DPO', { 'loss/train': falling, 'rewards/chosen': some, 'rewards/margins': some }, true],
    ['a DPO loss that reached 0', { 'loss/train': hovering, 'rewards/chosen': some }, true],
    ['a reward model', { 'loss/train': pointsOf([0.69, 0.6, 0.5, 0.4]), reward: some }, true],
    ['a small loss of an ordinary run', { 'loss/train': hovering }, true],
  ])('%s', (_, series, expected) => {
    const run = runWith(series);
    expect(hasMeaningfulLoss(run)).toBe(expected);
    expect(lossWithoutMeaning.analyse(run, defaultSettings)).toHaveLength(expected ? 0 : 1);
  });
});

describe('stalled', () => {
  it('passes on what the status says', () => {
    const run = runWith({ 'loss/train': pointsOf([3, 2]) }, { status: 'dead', statusReason: 'No new line for 2 h.', checkpoints: [1] });
    expect(stalled.analyse(run, defaultSettings)[0]).toMatchObject({ rule: 'dead', level: 'warning', since: 1, headline: 'No new line for 2 h.' });
    expect(stalled.analyse({ ...run, status: 'stalled' }, defaultSettings)[0].rule).toBe('stall');
    expect(stalled.analyse({ ...run, status: 'active' }, defaultSettings)).toEqual([]);
  });
});
