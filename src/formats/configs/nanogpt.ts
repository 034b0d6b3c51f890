import type { ModelFacts } from '../../model/plan';
import type { ConfigReader } from './configReader';
import { nanogptPlan } from './nanogptPlan';
import { positiveOf, textOf, type Settings } from './settings';

/** config/*.py and train.py of nanoGPT: plain assignments at top level. */
export const nanogpt: ConfigReader = {
  kind: 'nanogpt',
  matches: (settings, path) => path.endsWith('.py') && own.filter((key) => settings.has(key)).length >= 2,
  plan: nanogptPlan,
  model,
  outputFolder: (settings) => textOf(settings, 'out_dir'),
};

const own = ['max_iters', 'lr_decay_iters', 'learning_rate', 'min_lr', 'warmup_iters', 'eval_interval', 'eval_iters', 'log_interval', 'block_size', 'n_layer', 'n_embd', 'batch_size', 'gradient_accumulation_steps', 'out_dir'];

function model(settings: Settings): ModelFacts {
  return {
    layers: positiveOf(settings, 'n_layer'),
    hiddenSize: positiveOf(settings, 'n_embd'),
    heads: positiveOf(settings, 'n_head'),
    contextLength: positiveOf(settings, 'block_size'),
  };
}
