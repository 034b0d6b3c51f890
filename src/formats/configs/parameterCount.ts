import { mixtureCount } from './mixtureCount';
import { booleanOf, positiveOf, textOf, type Settings } from './settings';

/**
 * Number of parameters of a Transformers model from the keys of its config.json, for the families whose layout is
 * known; undefined for others. Counts the model with its language-model head (BERT: with its pooler).
 */
export function parameterCount(settings: Settings): number | undefined {
  const count = families.find(({ types }) => types.has(textOf(settings, 'model_type') ?? ''))?.count(settings) ?? mixtureCount(settings)?.total;
  return count !== undefined && Number.isFinite(count) ? count : undefined;
}

interface Family {
  readonly types: ReadonlySet<string>;
  /** NaN when a size is missing. */
  count(settings: Settings): number;
}

const size = (settings: Settings, ...names: readonly string[]) => positiveOf(settings, ...names) ?? NaN;

/** Attention of four square matrices with biases, a two-layer feed-forward net, two norms with biases. */
function classicLayer(hidden: number, ffn: number): number {
  return 4 * (hidden * hidden + hidden) + 2 * hidden * ffn + ffn + hidden + 4 * hidden;
}

function gpt2(settings: Settings): number {
  const hidden = size(settings, 'n_embd');
  const ffn = positiveOf(settings, 'n_inner') ?? 4 * hidden;
  return (size(settings, 'vocab_size') + size(settings, 'n_positions')) * hidden + size(settings, 'n_layer') * classicLayer(hidden, ffn) + 2 * hidden;
}

function gptNeox(settings: Settings): number {
  const hidden = size(settings, 'hidden_size');
  return 2 * size(settings, 'vocab_size') * hidden + size(settings, 'num_hidden_layers') * classicLayer(hidden, size(settings, 'intermediate_size')) + 2 * hidden;
}

/** Positions are offset by two in the table of embeddings. */
function opt(settings: Settings): number {
  const hidden = size(settings, 'hidden_size');
  if ((positiveOf(settings, 'word_embed_proj_dim') ?? hidden) !== hidden) return NaN;
  return (size(settings, 'vocab_size') + size(settings, 'max_position_embeddings') + 2) * hidden + size(settings, 'num_hidden_layers') * classicLayer(hidden, size(settings, 'ffn_dim')) + 2 * hidden;
}

function bert(settings: Settings): number {
  const hidden = size(settings, 'hidden_size');
  const embeddings = (size(settings, 'vocab_size') + size(settings, 'max_position_embeddings') + (positiveOf(settings, 'type_vocab_size') ?? 2)) * hidden + 2 * hidden;
  return embeddings + size(settings, 'num_hidden_layers') * classicLayer(hidden, size(settings, 'intermediate_size')) + hidden * hidden + hidden;
}

function distilbert(settings: Settings): number {
  const hidden = size(settings, 'dim');
  return (size(settings, 'vocab_size') + size(settings, 'max_position_embeddings')) * hidden + 2 * hidden + size(settings, 'n_layers') * classicLayer(hidden, size(settings, 'hidden_dim'));
}

/** Grouped attention, a gated feed-forward net, norms without biases. */
function llama(settings: Settings): number {
  const hidden = size(settings, 'hidden_size');
  const heads = size(settings, 'num_attention_heads');
  const headSize = positiveOf(settings, 'head_dim') ?? hidden / heads;
  const keys = (positiveOf(settings, 'num_key_value_heads') ?? heads) * headSize;
  const queries = heads * headSize;
  const type = textOf(settings, 'model_type');
  const attention = 2 * hidden * queries + 2 * hidden * keys + (type === 'qwen2' ? queries + 2 * keys : 0) + (type === 'qwen3' ? 2 * headSize : 0);
  const net = 3 * hidden * size(settings, 'intermediate_size');
  const tied = booleanOf(settings, 'tie_word_embeddings') ?? type === 'gemma';
  return (tied ? 1 : 2) * size(settings, 'vocab_size') * hidden + size(settings, 'num_hidden_layers') * (attention + net + 2 * hidden) + hidden;
}

const families: readonly Family[] = [
  { types: new Set(['llama', 'mistral', 'qwen2', 'qwen3', 'gemma', 'phi3']), count: llama },
  { types: new Set(['gpt2']), count: gpt2 },
  { types: new Set(['gpt_neox']), count: gptNeox },
  { types: new Set(['opt']), count: opt },
  { types: new Set(['bert', 'roberta', 'xlm-roberta']), count: bert },
  { types: new Set(['distilbert']), count: distilbert },
];
