import type { ModelFacts, Plan } from '../../model/plan';
import { length, warmupSteps } from './schedule';
import { scheduleKind } from './scheduleKind';
import { byLastSegment, intervalOf, numberOf, positiveOf, ratioOf, textOf, type Settings } from './settings';

/** Plan of a configuration with names of its own, by the names that most of them use, at any depth. */
export function planByName(settings: Settings): Plan {
  const names = byLastSegment(settings);
  const maxSteps = positiveOf(names, 'max_steps', 'max_iters', 'max_iterations', 'train_iters', 'train_steps', 'num_train_steps', 'max_train_steps', 'num_steps', 'total_steps', 'num_iterations', 'num_iters', 'training_steps');
  const peakRate = positiveOf(names, 'learning_rate', 'lr', 'max_lr', 'base_lr', 'peak_lr');
  const scheduler = schedulerName(settings, names);
  return {
    ...length(maxSteps, positiveOf(names, 'max_epochs', 'num_epochs', 'epochs', 'num_train_epochs', 'n_epochs')),
    schedule: scheduler === undefined ? undefined : scheduleKind(scheduler),
    warmupSteps: warmupSteps(
      numberOf(names, 'warmup_steps', 'warmup_iters', 'num_warmup_steps', 'lr_warmup_steps', 'lr_warmup_iters', 'warmup_iterations'),
      numberOf(names, 'warmup_ratio', 'warmup_fraction', 'lr_warmup_fraction', 'warmup_frac'), maxSteps),
    decayStart: positiveOf(names, 'decay_start', 'decay_start_step'),
    minRatio: numberOf(names, 'min_lr_ratio', 'min_lr_rate', 'final_lr_ratio', 'lr_min_ratio') ?? ratioOf(numberOf(names, 'min_lr', 'lr_min', 'eta_min', 'final_lr'), peakRate),
    peakRate,
    gradientAccumulation: positiveOf(names, 'gradient_accumulation_steps', 'grad_accum_steps', 'accumulate_grad_batches', 'grad_accumulation_steps', 'grad_accum'),
    evalEverySteps: intervalOf(names, 'eval_steps', 'eval_interval', 'eval_every'),
    logEverySteps: intervalOf(names, 'logging_steps', 'log_interval', 'log_every_n_steps', 'log_every'),
    maxGradNorm: positiveOf(names, 'max_grad_norm', 'grad_clip', 'clip_grad', 'gradient_clip_val', 'gradient_clipping', 'grad_clip_norm'),
  };
}

/** Sizes of the model under their usual names. */
export function modelByName(settings: Settings): ModelFacts {
  const names = byLastSegment(settings);
  return {
    layers: positiveOf(names, 'num_hidden_layers', 'num_layers', 'n_layer', 'n_layers'),
    hiddenSize: positiveOf(names, 'hidden_size', 'd_model', 'n_embd', 'hidden_dim'),
    heads: positiveOf(names, 'num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'nhead'),
    vocabulary: positiveOf(names, 'vocab_size'),
    contextLength: positiveOf(names, 'max_seq_len', 'seq_len', 'sequence_length', 'block_size', 'context_length', 'seq_length'),
    classes: positiveOf(names, 'num_classes', 'num_labels', 'n_classes'),
  };
}

export function outputByName(settings: Settings): string | undefined {
  return textOf(settings, 'output_dir', 'out_dir', 'save_dir', 'work_dir');
}

/** A scheduler is a name or an object with a name in it: a `name`, a class, Hydra's target. */
function schedulerName(settings: Settings, names: Settings): string | undefined {
  const direct = textOf(names, 'lr_scheduler_type', 'lr_scheduler', 'lr_schedule', 'scheduler', 'schedule', 'decay_style', 'lr_decay_style');
  if (direct !== undefined) return direct;
  for (const [key, value] of settings) {
    if (typeof value === 'string' && /(?:^|\.)(?:lr_)?scheduler\.(?:name|type|_target_|class_path)$/.test(key)) return value;
  }
  return undefined;
}
