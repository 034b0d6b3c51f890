import type { ModelFacts, Plan } from '../../model/plan';
import type { ConfigReader } from './configReader';
import { parseDuration, type Duration } from './duration';
import { scheduleKind } from './scheduleKind';
import { numberOf, positiveOf, textOf, type Scalar, type Settings } from './settings';

/** YAML configuration of llm-foundry and Composer, with lengths such as `4800ba`, `3ep` and `0.05dur`. */
export const llmFoundry: ConfigReader = {
  kind: 'llm-foundry',
  matches: (settings) => settings.has('max_duration') && (settings.has('model.name') || settings.has('global_train_batch_size') || settings.has('scheduler.name')),
  plan,
  model,
  outputFolder: (settings) => textOf(settings, 'save_folder'),
};

function plan(settings: Settings): Plan {
  const batch = positiveOf(settings, 'global_train_batch_size');
  const context = positiveOf(settings, 'max_seq_len', 'variables.max_seq_len');
  const tokensPerStep = batch === undefined || context === undefined ? undefined : batch * context;
  const duration = parseDuration(settings.get('max_duration'));
  const maxSteps = inSteps(duration, batch, tokensPerStep, undefined);
  const name = textOf(settings, 'scheduler.name');
  const steps = (value: Scalar | undefined) => inSteps(parseDuration(value), batch, tokensPerStep, maxSteps);
  return {
    maxSteps,
    maxEpochs: duration?.unit === 'ep' ? duration.count : undefined,
    schedule: name === undefined ? undefined : scheduleKind(name),
    warmupSteps: steps(settings.get('scheduler.t_warmup')),
    minRatio: numberOf(settings, 'scheduler.alpha_f'),
    peakRate: numberOf(settings, 'optimizer.lr'),
    tokensPerStep,
    evalEverySteps: steps(settings.get('eval_interval')),
    maxGradNorm: positiveOf(settings, 'algorithms.gradient_clipping.clipping_threshold'),
  };
}

function inSteps(duration: Duration | undefined, batch: number | undefined, tokensPerStep: number | undefined, all: number | undefined): number | undefined {
  switch (duration?.unit) {
    case 'ba': return duration.count;
    case 'dur': return all === undefined ? undefined : Math.round(duration.count * all);
    case 'tok': return tokensPerStep === undefined ? undefined : Math.ceil(duration.count / tokensPerStep);
    case 'sp': return batch === undefined ? undefined : Math.ceil(duration.count / batch);
    default: return undefined;
  }
}

function model(settings: Settings): ModelFacts {
  const hiddenSize = positiveOf(settings, 'model.d_model');
  const expansion = positiveOf(settings, 'model.expansion_ratio');
  return {
    architecture: textOf(settings, 'model.name'),
    layers: positiveOf(settings, 'model.n_layers'),
    hiddenSize,
    ffnSize: hiddenSize === undefined || expansion === undefined ? undefined : hiddenSize * expansion,
    heads: positiveOf(settings, 'model.n_heads'),
    vocabulary: positiveOf(settings, 'model.vocab_size'),
    contextLength: positiveOf(settings, 'model.max_seq_len', 'max_seq_len', 'variables.max_seq_len'),
  };
}
