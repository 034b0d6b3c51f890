import type { ModelFacts, Plan, ScheduleKind } from '../model/plan';
import type { RunFacts } from './recordBatch';
import { parseJson } from './tolerantJson';

/** Facts from the text summaries in which the Hugging Face Trainer keeps its arguments and the model configuration. */
export function factsOfText(tag: string, text: string): Partial<RunFacts> {
  if (tag !== 'args/text_summary' && tag !== 'model_config/text_summary') return {};
  const json = parseJson(text);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return {};
  const settings = new Settings(json);
  if (tag === 'model_config/text_summary') return { model: modelOf(settings) };
  return { plan: planOf(settings), hyperparameters: settings.simple() };
}

/** Plan from TrainingArguments.to_json_string(). */
function planOf(settings: Settings): Plan {
  const maxSteps = settings.positive('max_steps');
  const rate = settings.positive('learning_rate');
  const smallest = settings.within('lr_scheduler_kwargs');
  const least = smallest.positive('min_lr');
  return {
    maxSteps,
    maxEpochs: maxSteps === undefined ? settings.positive('num_train_epochs') : undefined,
    schedule: schedules.get(settings.text('lr_scheduler_type')),
    warmupSteps: warmupOf(settings, maxSteps),
    minRatio: smallest.number('min_lr_rate') ?? (least !== undefined && rate !== undefined ? least / rate : undefined),
    peakRate: rate,
    gradientAccumulation: settings.positive('gradient_accumulation_steps'),
    evalEverySteps: evaluatesBySteps(settings) ? stepsOf(settings, 'eval_steps', maxSteps) : undefined,
    logEverySteps: settings.text('logging_strategy') === 'epoch' ? undefined : stepsOf(settings, 'logging_steps', maxSteps),
    maxGradNorm: settings.positive('max_grad_norm'),
  };
}

const schedules: ReadonlyMap<string, ScheduleKind> = new Map([
  ['linear', 'linear'], ['cosine', 'cosine'], ['cosine_with_min_lr', 'cosine'], ['cosine_with_restarts', 'other'],
  ['constant', 'constant'], ['constant_with_warmup', 'constant'], ['polynomial', 'polynomial'],
  ['inverse_sqrt', 'inverse-sqrt'], ['warmup_stable_decay', 'wsd'], ['reduce_lr_on_plateau', 'other'],
]);

function evaluatesBySteps(settings: Settings): boolean {
  return (settings.text('eval_strategy') || settings.text('evaluation_strategy')) === 'steps';
}

/** Steps may be given as a share of the whole run. */
function stepsOf(settings: Settings, name: string, maxSteps: number | undefined): number | undefined {
  const steps = settings.positive(name);
  if (steps === undefined || steps >= 1) return steps;
  return maxSteps === undefined ? undefined : Math.ceil(steps * maxSteps);
}

function warmupOf(settings: Settings, maxSteps: number | undefined): number | undefined {
  return stepsOf(settings, 'warmup_steps', maxSteps) ?? stepsOf(settings, 'warmup_ratio', maxSteps);
}

/** Facts from PretrainedConfig.to_json_string(), under the names that model families use. */
function modelOf(settings: Settings): ModelFacts {
  return {
    architecture: settings.first('architectures') || settings.text('model_type') || undefined,
    layers: settings.positive('num_hidden_layers', 'n_layer', 'num_layers', 'n_layers'),
    hiddenSize: settings.positive('hidden_size', 'n_embd', 'd_model', 'dim'),
    ffnSize: settings.positive('intermediate_size', 'n_inner', 'd_ff', 'ffn_dim'),
    heads: settings.positive('num_attention_heads', 'n_head', 'num_heads', 'n_heads'),
    vocabulary: settings.positive('vocab_size'),
    contextLength: settings.positive('max_position_embeddings', 'n_positions', 'n_ctx'),
    classes: settings.positive('num_labels') ?? (settings.size('id2label') || undefined),
  };
}

/** Loosely typed settings: what has another type than asked for counts as missing. */
class Settings {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(json: object) {
    this.#values = new Map(Object.entries(json));
  }

  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  /** The first of the names that holds a number above zero. */
  positive(...names: readonly string[]): number | undefined {
    return names.map((name) => this.number(name)).find((value) => value !== undefined && value > 0);
  }

  text(name: string): string {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** First text of a list. */
  first(name: string): string {
    const value = this.#values.get(name);
    return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : '';
  }

  size(name: string): number {
    const value = this.#values.get(name);
    return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
  }

  within(name: string): Settings {
    const value = this.#values.get(name);
    return new Settings(typeof value === 'object' && value !== null ? value : {});
  }

  /** All that is a number, a boolean or a text with something in it. */
  simple(): Record<string, string | number | boolean> {
    const simple = [...this.#values].filter(([, value]) => typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== ''));
    return Object.fromEntries(simple) as Record<string, string | number | boolean>;
  }
}
