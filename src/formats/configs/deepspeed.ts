import type { Plan } from '../../model/plan';
import type { ConfigReader } from './configReader';
import { scheduleKind } from './scheduleKind';
import { numberOf, positiveOf, ratioOf, textOf, type Settings } from './settings';

/** DeepSpeed's JSON configuration; values may be "auto", which says nothing. */
export const deepspeed: ConfigReader = {
  kind: 'deepspeed',
  matches: (settings) => settings.has('train_micro_batch_size_per_gpu') || [...settings.keys()].some((key) => key.startsWith('zero_optimization.')),
  plan,
};

function plan(settings: Settings): Plan {
  const name = textOf(settings, 'scheduler.type');
  const peakRate = numberOf(settings, 'scheduler.params.warmup_max_lr', 'optimizer.params.lr');
  const schedule = name === undefined ? undefined : scheduleKind(name);
  return {
    maxSteps: positiveOf(settings, 'scheduler.params.total_num_steps'),
    schedule,
    warmupSteps: numberOf(settings, 'scheduler.params.warmup_num_steps'),
    minRatio: numberOf(settings, 'scheduler.params.cos_min_ratio') ?? (schedule === 'linear' ? ratioOf(0, peakRate) : undefined),
    peakRate,
    gradientAccumulation: positiveOf(settings, 'gradient_accumulation_steps'),
    maxGradNorm: positiveOf(settings, 'gradient_clipping'),
  };
}
