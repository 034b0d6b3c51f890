import type { Plan, ScheduleKind } from '../../model/plan';
import { length, warmupSteps } from './schedule';
import { scheduleKind } from './scheduleKind';
import { intervalOf, numberOf, positiveOf, ratioOf, textOf, type Settings } from './settings';

/** Plan from the names of Transformers' TrainingArguments; `usual` is the schedule when the file names none. */
export function transformersPlan(settings: Settings, usual: ScheduleKind | undefined): Plan {
  const maxSteps = positiveOf(settings, 'max_steps');
  const peakRate = numberOf(settings, 'learning_rate');
  const name = textOf(settings, 'lr_scheduler_type', 'lr_scheduler');
  const schedule = name === undefined ? usual : scheduleKind(name);
  const warmup = warmupSteps(numberOf(settings, 'warmup_steps'), numberOf(settings, 'warmup_ratio'), maxSteps);
  return {
    ...length(maxSteps, positiveOf(settings, 'num_train_epochs', 'num_epochs')),
    schedule,
    warmupSteps: warmup,
    decayStart: schedule === 'wsd' ? decayStart(settings, maxSteps, warmup) : undefined,
    minRatio: minRatio(settings, peakRate, schedule),
    peakRate,
    gradientAccumulation: positiveOf(settings, 'gradient_accumulation_steps'),
    evalEverySteps: intervalOf(settings, 'eval_steps'),
    logEverySteps: intervalOf(settings, 'logging_steps'),
    maxGradNorm: positiveOf(settings, 'max_grad_norm'),
  };
}

const schedulerArguments = 'lr_scheduler_kwargs';

function decayStart(settings: Settings, maxSteps: number | undefined, warmup: number | undefined): number | undefined {
  const decay = numberOf(settings, `${schedulerArguments}.num_decay_steps`);
  if (decay !== undefined && maxSteps !== undefined) return maxSteps - decay;
  const stable = numberOf(settings, `${schedulerArguments}.num_stable_steps`);
  return stable === undefined ? undefined : stable + (warmup ?? 0);
}

/** Schedules of Transformers end at 0 unless told otherwise. */
function minRatio(settings: Settings, peakRate: number | undefined, schedule: ScheduleKind | undefined): number | undefined {
  const share = numberOf(settings, `${schedulerArguments}.min_lr_rate`, `${schedulerArguments}.min_lr_ratio`, 'cosine_min_lr_ratio');
  if (share !== undefined) return share;
  const lowest = numberOf(settings, `${schedulerArguments}.min_lr`, `${schedulerArguments}.lr_end`);
  if (lowest !== undefined) return ratioOf(lowest, peakRate);
  return schedule === 'linear' || schedule === 'cosine' ? 0 : undefined;
}
