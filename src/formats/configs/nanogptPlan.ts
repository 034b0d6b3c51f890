import type { Plan, ScheduleKind } from '../../model/plan';
import type { Settings } from './settings';
import { booleanOf, numberOf, ratioOf } from './settings';

/** What the settings of nanoGPT's train.py plan; its schedule is a warm-up and a cosine unless `decay_lr` is off. */
export function nanogptPlan(settings: Settings): Plan {
  return {
    maxSteps: numberOf(settings, 'max_iters'),
    schedule: scheduleOf(settings),
    warmupSteps: booleanOf(settings, 'decay_lr') === false ? 0 : numberOf(settings, 'warmup_iters'),
    minRatio: ratioOf(numberOf(settings, 'min_lr'), numberOf(settings, 'learning_rate')),
    peakRate: numberOf(settings, 'learning_rate'),
    gradientAccumulation: numberOf(settings, 'gradient_accumulation_steps'),
    tokensPerStep: tokensPerStep(settings),
    evalEverySteps: numberOf(settings, 'eval_interval'),
    logEverySteps: numberOf(settings, 'log_interval'),
    maxGradNorm: numberOf(settings, 'grad_clip'),
  };
}

function scheduleOf(settings: Settings): ScheduleKind | undefined {
  const decays = booleanOf(settings, 'decay_lr');
  if (decays === false) return 'constant';
  return decays || settings.has('lr_decay_iters') ? 'cosine' : undefined;
}

function tokensPerStep(settings: Settings): number | undefined {
  const factors = ['gradient_accumulation_steps', 'batch_size', 'block_size'].map((name) => numberOf(settings, name));
  return factors.reduce((product, factor) => (product === undefined || factor === undefined ? undefined : product * factor), 1);
}
