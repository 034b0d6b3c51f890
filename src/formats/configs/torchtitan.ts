import type { Plan } from '../../model/plan';
import type { ConfigReader } from './configReader';
import { scheduleKind } from './scheduleKind';
import { numberOf, positiveOf, textOf, type Settings } from './settings';

/** TOML configuration of torchtitan: constant after a warm-up, then a decay over the last share of the steps. */
export const torchtitan: ConfigReader = {
  kind: 'plain',
  matches: (settings, path) => path.endsWith('.toml') && settings.has('training.steps'),
  plan,
  model: (settings) => ({ architecture: textOf(settings, 'model.name'), contextLength: positiveOf(settings, 'training.seq_len') }),
  outputFolder: (settings) => textOf(settings, 'job.dump_folder'),
};

function plan(settings: Settings): Plan {
  const maxSteps = positiveOf(settings, 'training.steps');
  const share = positiveOf(settings, 'lr_scheduler.decay_ratio');
  const batch = positiveOf(settings, 'training.global_batch_size');
  const context = positiveOf(settings, 'training.seq_len');
  return {
    maxSteps,
    schedule: share !== undefined && share < 1 ? 'wsd' : scheduleKind(textOf(settings, 'lr_scheduler.decay_type') ?? 'linear'),
    warmupSteps: numberOf(settings, 'lr_scheduler.warmup_steps'),
    decayStart: share !== undefined && share < 1 && maxSteps !== undefined ? Math.round(maxSteps * (1 - share)) : undefined,
    minRatio: numberOf(settings, 'lr_scheduler.min_lr_factor', 'lr_scheduler.lr_min'),
    peakRate: numberOf(settings, 'optimizer.lr'),
    tokensPerStep: batch === undefined || context === undefined ? undefined : batch * context,
    logEverySteps: positiveOf(settings, 'metrics.log_freq'),
    maxGradNorm: positiveOf(settings, 'training.max_norm'),
  };
}
