import type { ModelFacts, Plan } from '../../model/plan';
import type { RunFacts } from '../recordBatch';
import { scheduleKind } from '../configs/scheduleKind';
import { parseNumber } from './number';

/** What one line of Megatron's dump of arguments says. */
export function argumentFacts(name: string, text: string): Partial<RunFacts> {
  const value = parseNumber(text) ?? (text === 'True' ? true : text === 'False' ? false : text);
  if (name === 'lr_decay_style' && typeof value === 'string') return { hyperparameters: { [name]: value }, plan: { schedule: scheduleKind(value) } };
  const number = typeof value === 'number' && value > 0 ? value : undefined;
  return {
    hyperparameters: { [name]: value },
    plan: number !== undefined && Object.hasOwn(planKeys, name) ? { [planKeys[name]]: number } : {},
    model: number !== undefined && Object.hasOwn(modelKeys, name) ? { [modelKeys[name]]: number } : {},
  };
}

const planKeys: Readonly<Record<string, keyof Plan>> = {
  train_iters: 'maxSteps',
  lr: 'peakRate',
  lr_warmup_iters: 'warmupSteps',
  eval_interval: 'evalEverySteps',
  log_interval: 'logEverySteps',
  clip_grad: 'maxGradNorm',
};

const modelKeys: Readonly<Record<string, keyof ModelFacts>> = {
  num_layers: 'layers',
  hidden_size: 'hiddenSize',
  ffn_hidden_size: 'ffnSize',
  num_attention_heads: 'heads',
  padded_vocab_size: 'vocabulary',
  seq_length: 'contextLength',
};
