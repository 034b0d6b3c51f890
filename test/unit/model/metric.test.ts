import { describe, expect, it } from 'vitest';
import { canonicalMetric } from '../../../src/model/metric';

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['loss/train', ['loss', 'train/loss', 'train_loss', 'train_loss_step', 'train/total_loss', 'lm loss', 'lm_loss', 'loss/train/total', 'trl', 'train/CE loss', 'loss_metrics/global_avg_loss', 'metrics/train/LanguageCrossEntropy', 'train_loss_local', 'total_loss', 'inner_loss']],
  ['loss/train/epoch', ['train_loss_epoch', 'epoch_loss']],
  ['loss/eval', ['eval_loss', 'eval/loss', 'eval_g0_loss', 'val_loss', 'val/loss', 'valid_loss', 'tel', 'validation loss', 'lm_loss value', 'validation_metrics/loss', 'val bpb', 'l2.valid', 'evaluation_loss_vs_iterations']],
  ['learning_rate', ['learning_rate', 'lr', 'train/learning_rate', 'train/lr', 'lr-AdamW', 'lr-DecoupledAdamW/group0', 'optim/LR (group 0)', 'learning rate']],
  ['learning_rate/multiplier', ['lrm']],
  ['grad_norm', ['grad_norm', 'train/grad_norm', 'grad norm', 'norm', 'gnorm', 'optim/total grad norm', 'l2_norm/grad/global', 'grad_2.0_norm_total', 'gradient_norm']],
  ['grad_norm/model.layers.0', ['l2_norm/grad/model.layers.0', 'grad_2.0_norm/model.layers.0', 'gradients/model.layers.0']],
  ['tokens', ['num_tokens', 'num_input_tokens_seen', 'total_tokens', 'tokens', 'consumed tokens', 'throughput/total tokens', 'time/token', 'consumed_tokens']],
  ['samples', ['consumed samples', 'time/sample']],
  ['epoch', ['epoch']],
];

describe('canonicalMetric', () => {
  it.each(cases)('knows the names of %s', (metric, originals) => {
    expect(originals.map((original) => [original, canonicalMetric(original)])).toEqual(originals.map((original) => [original, metric]));
  });

  it('leaves other names as they are', () => {
    for (const name of ['reward', 'rewards/margins', 'dynamics_loss_step', 'lossy', 'accuracy_gap', 'normal', 'learning', 'completions/mean_length']) {
      expect(canonicalMetric(name)).toBe(name);
    }
  });
});
