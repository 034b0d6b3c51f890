import type { Finding, RuleId } from '../model/finding';
import type { Placed } from './crewApi';
import type { Files } from './files';
import { locateStep } from './locateStep';
import type { FindingAnchor, Place } from './protocol';
import { formatStep } from '../model/format';
import { say } from '../model/say';

/** Last parts of the configuration keys that cause or answer a finding, the most telling first. */
export const answeringKeys: Readonly<Partial<Record<RuleId, readonly string[]>>> = {
  'marginal-return': ['max_steps', 'max_iters', 'train-iters', 'max_duration', 'steps', 'num_train_epochs', 'num_epochs', 'max_epochs', 'epochs'],
  'decay-now': ['lr_scheduler_type', 'lr_scheduler', 'lr_decay_iters', 'lr-decay-iters', 'decay_start', 'max_steps', 'max_iters'],
  'wait-for-decay': ['lr_scheduler_type', 'lr_scheduler', 'lr_decay_iters'],
  'non-finite': ['learning_rate', 'lr', 'fp16', 'max_grad_norm', 'grad_clip'],
  'divergence': ['learning_rate', 'lr', 'max_lr', 'warmup_steps', 'warmup_iters', 'warmup_ratio'],
  'loss-spike': ['max_grad_norm', 'grad_clip', 'clip-grad', 'gradient_clipping', 'gradient_clip_val', 'learning_rate', 'lr'],
  'never-learned': ['learning_rate', 'lr', 'optimizer.lr'],
  'overfitting': ['num_train_epochs', 'num_epochs', 'max_epochs', 'epochs', 'early_stopping_patience', 'max_steps', 'max_iters', 'weight_decay'],
  'gradient-explosion': ['max_grad_norm', 'grad_clip', 'clip-grad', 'gradient_clipping', 'gradient_clip_val', 'learning_rate'],
  'gradient-vanishing': ['learning_rate', 'lr'],
  'clip-always-active': ['max_grad_norm', 'grad_clip', 'clip-grad', 'gradient_clipping', 'gradient_clip_val'],
  'learning-rate': ['lr_scheduler_type', 'learning_rate', 'lr', 'warmup_steps', 'warmup_iters'],
  'spectral-collapse': ['lora_r', 'lora_rank', 'intermediate_size', 'n_inner', 'ffn_hidden_size', 'ffn_dim', 'd_ff', 'norm_first', 'r', 'learning_rate', 'lr'],
  'width-saturated': ['intermediate_size', 'n_inner', 'ffn_hidden_size', 'ffn_dim', 'd_ff'],
  'cannot-win': ['model_name_or_path', 'base_model', 'pretrained_model_name_or_path', 'model_name', 'model_id', 'max_train_samples', 'max_samples'],
  'compression-less-dense': ['load_in_4bit', 'load_in_8bit', 'bits', 'w_bit'],
  'density-falling': ['max_steps', 'max_iters', 'train_iters', 'max_duration'],
  'far-from-compute-optimal': ['max_steps', 'max_iters', 'train_iters', 'max_duration', 'num_hidden_layers', 'n_layer', 'hidden_size', 'n_embd'],
  'inflated-loss': ['gradient_accumulation_steps', 'accumulate_grad_batches'],
};

/** Where each finding of a run is shown: on the configuration line that answers it, else in the log; nowhere for a run without either. */
export async function anchorsOf(run: Placed, findings: readonly Finding[], files: Files): Promise<readonly FindingAnchor[]> {
  return (await Promise.all(findings.map((finding) => anchorOf(run, finding, files)))).filter((anchor) => anchor !== undefined);
}

async function anchorOf(run: Placed, finding: Finding, files: Files): Promise<FindingAnchor | undefined> {
  const logged = await logPlace(run, finding.since, files);
  const configured = configPlace(run, finding.rule);
  const message = say`${run.name}: step ${formatStep(finding.since)}`;
  const place = configured ?? logged;
  return place && { rule: finding.rule, place, related: configured && logged ? [{ ...logged, message }] : [] };
}

async function logPlace(run: Placed, step: number, files: Files): Promise<Place | undefined> {
  const text = run.sources.find(({ format }) => format !== 'tensorboard') ?? run.sources.at(0);
  return text && locateStep(files.source(text.path), step);
}

function configPlace(run: Placed, rule: RuleId): Place | undefined {
  for (const key of answeringKeys[rule] ?? []) {
    for (const { path, entries } of run.configs) {
      const entry = entries.find((candidate) => candidate.key === key || candidate.key.endsWith(`.${key}`));
      if (entry) return { path, line: entry.line, column: entry.column, endColumn: entry.endColumn };
    }
  }
  return undefined;
}
