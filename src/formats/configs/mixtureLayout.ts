import { booleanOf, numberOf, positiveOf, textOf, type Settings } from './settings';

/** Where the parameters of a mixture of experts stand. NaN for what the configuration leaves open. */
export interface Layout {
  readonly layers: number;
  /** Layers with experts; the others have a dense net. */
  readonly sparseLayers: number;
  /** Of a net in a layer without experts. */
  readonly denseNet: number;
  /** Of router and shared experts in a layer with experts. */
  readonly alongside: number;
  readonly experts: number;
  /** Experts that a token passes through. */
  readonly chosen: number;
  /** Of one expert. */
  readonly expert: number;
  /** Embeddings, head, attention, norms: all that is not in a net. */
  readonly rest: number;
}

/** The layout of a mixture of experts, as Transformers builds the model; undefined for other models. */
export function mixtureLayout(settings: Settings): Layout | undefined {
  return layouts.get(textOf(settings, 'model_type') ?? '')?.(settings);
}

const size = (settings: Settings, ...names: readonly string[]): number => positiveOf(settings, ...names) ?? NaN;
const gated = (hidden: number, inner: number): number => 3 * hidden * inner;
const isOn = (settings: Settings, name: string): boolean => booleanOf(settings, name) ?? false;

interface Common {
  readonly hidden: number;
  readonly layers: number;
  readonly experts: number;
  readonly chosen: number;
}

function commonOf(settings: Settings): Common {
  return {
    hidden: size(settings, 'hidden_size', 'd_model'),
    layers: size(settings, 'num_hidden_layers', 'n_layers'),
    experts: size(settings, 'num_local_experts', 'num_experts', 'n_routed_experts', 'ffn_config.moe_num_experts'),
    chosen: size(settings, 'num_experts_per_tok', 'experts_per_token', 'ffn_config.moe_top_k'),
  };
}

/** Embeddings and head, once where they are tied. */
function vocabularyOf(settings: Settings, hidden: number): number {
  return (isOn(settings, 'tie_word_embeddings') ? 1 : 2) * size(settings, 'vocab_size') * hidden;
}

interface Heads {
  readonly queries: number;
  readonly keys: number;
  readonly headSize: number;
  /** Query, key, value and output matrices without biases. */
  readonly matrices: number;
}

function headsOf(settings: Settings, hidden: number): Heads {
  const heads = size(settings, 'num_attention_heads', 'n_heads');
  const headSize = positiveOf(settings, 'head_dim') ?? hidden / heads;
  const keyHeads = settings.get('num_key_value_heads') === null ? heads : size(settings, 'num_key_value_heads', 'attn_config.kv_n_heads');
  const [queries, keys] = [heads * headSize, keyHeads * headSize];
  return { queries, keys, headSize, matrices: 2 * hidden * queries + 2 * hidden * keys };
}

/** Every layer has experts, beside nothing but their router; norms without biases. `extra` is what attention has beside its matrices. */
function uniform(settings: Settings, inner: string, extra: (heads: Heads, hidden: number) => number): Layout {
  const common = commonOf(settings);
  const { hidden, layers, experts } = common;
  const heads = headsOf(settings, hidden);
  return {
    ...common, sparseLayers: layers, denseNet: 0, alongside: hidden * experts, expert: gated(hidden, size(settings, inner)),
    rest: vocabularyOf(settings, hidden) + layers * (heads.matrices + extra(heads, hidden) + 2 * hidden) + hidden,
  };
}

/** 0; NaN for a model with biases, which no published model of the family has. */
const noBias = (settings: Settings): number => (isOn(settings, 'attention_bias') ? NaN : 0);

const mixtral = (settings: Settings): Layout => uniform(settings, 'intermediate_size', () => noBias(settings));

/** Queries and keys are normalised over all heads at once. */
const olmoe = (settings: Settings): Layout => uniform(settings, 'intermediate_size', ({ queries, keys }) => queries + keys + noBias(settings));

const dbrx = (settings: Settings): Layout => uniform(settings, 'ffn_config.ffn_hidden_size', () => 0);

/** Norms have biases, attention and head may. */
function phi(settings: Settings): Layout {
  const layout = uniform(settings, 'intermediate_size', ({ queries, keys }, hidden) => 2 * hidden + (isOn(settings, 'attention_bias') ? queries + 2 * keys + hidden : 0));
  const { hidden } = commonOf(settings);
  return { ...layout, rest: layout.rest + hidden + (isOn(settings, 'lm_head_bias') ? size(settings, 'vocab_size') : 0) };
}

/** Biases everywhere but in the norms, and a sink for each head. */
function gptOss(settings: Settings): Layout {
  const { hidden, experts } = commonOf(settings);
  const inner = size(settings, 'intermediate_size');
  const layout = uniform(settings, 'intermediate_size', ({ queries, keys, headSize }) => queries + 2 * keys + hidden + queries / headSize + (booleanOf(settings, 'attention_bias') === false ? NaN : 0));
  return { ...layout, alongside: hidden * experts + experts, expert: gated(hidden, inner) + 2 * inner + hidden };
}

/** Some layers may be dense; Qwen 2 has biases and a shared expert with a gate, Qwen 3 norms for queries and keys. */
function qwen(settings: Settings): Layout {
  const two = textOf(settings, 'model_type') === 'qwen2_moe';
  const biases = booleanOf(settings, 'qkv_bias') === false ? 0 : 1;
  const layout = uniform(settings, 'moe_intermediate_size', ({ queries, keys, headSize }) => (two ? biases * (queries + 2 * keys) : 2 * headSize + noBias(settings)));
  const { hidden, layers, experts } = commonOf(settings);
  const shared = two ? gated(hidden, size(settings, 'shared_expert_intermediate_size')) + hidden : 0;
  const every = positiveOf(settings, 'decoder_sparse_step') ?? 1;
  const dense = new Set([...settings].flatMap(([key, value]) => (key.startsWith('mlp_only_layers.') ? [Number(value)] : [])));
  return {
    ...layout, denseNet: gated(hidden, size(settings, 'intermediate_size')), alongside: hidden * experts + shared,
    sparseLayers: layersWhere(layers, (i) => !dense.has(i) && (i + 1) % every === 0),
  };
}

/** Latent attention; the first layers are dense, the others have shared experts of the size of the chosen ones. */
function deepseek(settings: Settings): Layout {
  const common = commonOf(settings);
  const { hidden, layers, experts } = common;
  const expert = gated(hidden, size(settings, 'moe_intermediate_size'));
  const firstDense = numberOf(settings, 'first_k_dense_replace') ?? NaN;
  const every = positiveOf(settings, 'moe_layer_freq') ?? 1;
  const sparseLayers = Number.isNaN(firstDense) ? NaN : layersWhere(layers, (i) => i >= firstDense && i % every === 0);
  return {
    ...common, sparseLayers, expert, denseNet: gated(hidden, size(settings, 'intermediate_size')),
    alongside: hidden * experts + (numberOf(settings, 'n_shared_experts') ?? NaN) * expert,
    rest: vocabularyOf(settings, hidden) + layers * (latentAttention(settings, hidden) + 2 * hidden) + hidden,
  };
}

/** DeepSeek-V2 (arXiv:2405.04434), section 2.1: queries may, keys and values do come from a latent vector, with a norm each. */
function latentAttention(settings: Settings, hidden: number): number {
  if (isOn(settings, 'attention_bias') || !settings.has('q_lora_rank')) return NaN;
  const [heads, latent, rope] = [size(settings, 'num_attention_heads'), size(settings, 'kv_lora_rank'), size(settings, 'qk_rope_head_dim')];
  const [keySize, valueSize] = [size(settings, 'qk_nope_head_dim'), size(settings, 'v_head_dim')];
  const queries = heads * (keySize + rope);
  const rank = positiveOf(settings, 'q_lora_rank');
  const fromQueries = rank === undefined ? hidden * queries : hidden * rank + rank + rank * queries;
  return fromQueries + hidden * (latent + rope) + latent + latent * heads * (keySize + valueSize) + heads * valueSize * hidden;
}

/** A few layers attend, the others are Mamba; some of both have experts. */
function jamba(settings: Settings): Layout {
  const layout = mixtral(settings);
  const { hidden, layers } = commonOf(settings);
  const every = (name: string): number => layersWhere(layers, (i) => i % size(settings, `${name}_layer_period`) === (numberOf(settings, `${name}_layer_offset`) ?? NaN));
  const { matrices } = headsOf(settings, hidden);
  return {
    ...layout, denseNet: layout.expert, sparseLayers: sized(settings, 'expert') ? every('expert') : NaN,
    rest: sized(settings, 'attn') ? layout.rest + (layers - every('attn')) * (mamba(settings, hidden) - matrices) : NaN,
  };
}

function sized(settings: Settings, name: string): boolean {
  return numberOf(settings, `${name}_layer_period`) !== undefined && numberOf(settings, `${name}_layer_offset`) !== undefined;
}

/** Mamba (arXiv:2312.00752) with Jamba's norms of step, input and output. */
function mamba(settings: Settings, hidden: number): number {
  const [inner, state, kernel] = [size(settings, 'mamba_expand') * hidden, size(settings, 'mamba_d_state'), size(settings, 'mamba_d_conv')];
  const rank = settings.get('mamba_dt_rank') === 'auto' ? Math.ceil(hidden / 16) : size(settings, 'mamba_dt_rank');
  const biases = (isOn(settings, 'mamba_conv_bias') ? inner : 0) + (isOn(settings, 'mamba_proj_bias') ? 2 * inner + hidden : 0);
  const projections = 2 * hidden * inner + inner * (rank + 2 * state) + rank * inner + inner + inner * hidden;
  return inner * (state + 1 + kernel) + projections + biases + rank + 2 * state;
}

/** NaN where the number of layers is not known, or absurd. */
function layersWhere(layers: number, has: (layer: number) => boolean): number {
  if (!(layers <= mostLayers)) return NaN;
  return Array.from({ length: layers }, (_, i) => i).filter(has).length;
}

const mostLayers = 100_000;

const layouts: ReadonlyMap<string, (settings: Settings) => Layout> = new Map([
  ['mixtral', mixtral], ['granitemoe', mixtral], ['olmoe', olmoe], ['dbrx', dbrx], ['phimoe', phi], ['gpt_oss', gptOss],
  ['qwen2_moe', qwen], ['qwen3_moe', qwen], ['deepseek_v2', deepseek], ['deepseek_v3', deepseek], ['kimi_k2', deepseek], ['jamba', jamba],
]);
