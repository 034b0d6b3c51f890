import { describe, expect, it } from 'vitest';
import { hfModel } from '../../../../src/formats/configs/hfModel';
import { mixtureCount } from '../../../../src/formats/configs/mixtureCount';
import { parameterCount } from '../../../../src/formats/configs/parameterCount';
import type { Scalar } from '../../../../src/formats/configs/settings';

type Keys = Readonly<Record<string, Scalar>>;

const settingsOf = (keys: Keys) => new Map(Object.entries(keys));

/**
 * The sizes of published models; all and active parameters as Transformers 5.23 builds them (parameters of the empty model, the idle
 * experts taken off); the same as the authors print them in the model's card or paper.
 */
const published: readonly (readonly [name: string, keys: Keys, total: number, active: number, printedTotal: number, printedActive: number])[] = [
  ['Mixtral 8x7B', { model_type: 'mixtral', vocab_size: 32000, hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, num_local_experts: 8, num_experts_per_tok: 2 },
    46702792704, 12879925248, 46.7e9, 12.9e9],
  ['Mixtral 8x22B', { model_type: 'mixtral', vocab_size: 32000, hidden_size: 6144, intermediate_size: 16384, num_hidden_layers: 56, num_attention_heads: 48, num_key_value_heads: 8, num_local_experts: 8, num_experts_per_tok: 2 },
    140620634112, 39152031744, 141e9, 39e9],
  ['Qwen1.5-MoE-A2.7B', { model_type: 'qwen2_moe', vocab_size: 151936, hidden_size: 2048, intermediate_size: 5632, num_hidden_layers: 24, num_attention_heads: 16, num_key_value_heads: 16, moe_intermediate_size: 1408, shared_expert_intermediate_size: 5632, num_experts: 60, num_experts_per_tok: 4, decoder_sparse_step: 1 },
    14315784192, 2689173504, 14.3e9, 2.7e9],
  ['Qwen2-57B-A14B', { model_type: 'qwen2_moe', vocab_size: 151936, hidden_size: 3584, intermediate_size: 18944, num_hidden_layers: 28, num_attention_heads: 28, num_key_value_heads: 4, moe_intermediate_size: 2560, shared_expert_intermediate_size: 20480, num_experts: 64, num_experts_per_tok: 8, decoder_sparse_step: 1 },
    57408658944, 14249270784, 57e9, 14e9],
  ['Qwen3-30B-A3B', { model_type: 'qwen3_moe', vocab_size: 151936, hidden_size: 2048, intermediate_size: 6144, num_hidden_layers: 48, num_attention_heads: 32, num_key_value_heads: 4, head_dim: 128, moe_intermediate_size: 768, num_experts: 128, num_experts_per_tok: 8, decoder_sparse_step: 1 },
    30532122624, 3353032704, 30.5e9, 3.3e9],
  ['Qwen3-235B-A22B', { model_type: 'qwen3_moe', vocab_size: 151936, hidden_size: 4096, intermediate_size: 12288, num_hidden_layers: 94, num_attention_heads: 64, num_key_value_heads: 4, head_dim: 128, moe_intermediate_size: 1536, num_experts: 128, num_experts_per_tok: 8, decoder_sparse_step: 1 },
    235093634560, 22190763520, 235e9, 22e9],
  ['DeepSeek-V2', { model_type: 'deepseek_v2', vocab_size: 102400, hidden_size: 5120, intermediate_size: 12288, moe_intermediate_size: 1536, num_hidden_layers: 60, num_attention_heads: 128, num_key_value_heads: 128, n_shared_experts: 2, n_routed_experts: 160, num_experts_per_tok: 6, kv_lora_rank: 512, q_lora_rank: 1536, qk_rope_head_dim: 64, v_head_dim: 128, qk_nope_head_dim: 128, first_k_dense_replace: 1 },
    235741434880, 21375800320, 236e9, 21e9],
  ['DeepSeek-V2-Lite', { model_type: 'deepseek_v2', vocab_size: 102400, hidden_size: 2048, intermediate_size: 10944, moe_intermediate_size: 1408, num_hidden_layers: 27, num_attention_heads: 16, num_key_value_heads: 16, n_shared_experts: 2, n_routed_experts: 64, num_experts_per_tok: 6, kv_lora_rank: 512, q_lora_rank: null, qk_rope_head_dim: 64, v_head_dim: 128, qk_nope_head_dim: 128, first_k_dense_replace: 1 },
    15706484224, 2661150208, 15.7e9, 2.4e9],
  ['DeepSeek-V3', { model_type: 'deepseek_v3', vocab_size: 129280, hidden_size: 7168, intermediate_size: 18432, moe_intermediate_size: 2048, num_hidden_layers: 61, num_attention_heads: 128, num_key_value_heads: 128, n_shared_experts: 1, n_routed_experts: 256, num_experts_per_tok: 8, kv_lora_rank: 512, q_lora_rank: 1536, qk_rope_head_dim: 64, v_head_dim: 128, qk_nope_head_dim: 128, first_k_dense_replace: 3, moe_layer_freq: 1 },
    671026404352, 37552282624, 671e9, 37e9],
  ['OLMoE-1B-7B', { model_type: 'olmoe', vocab_size: 50304, hidden_size: 2048, intermediate_size: 1024, num_hidden_layers: 16, num_attention_heads: 16, num_key_value_heads: 16, num_experts: 64, num_experts_per_tok: 8 },
    6919161856, 1282017280, 6.9e9, 1.3e9],
  ['DBRX', { model_type: 'dbrx', vocab_size: 100352, d_model: 6144, n_heads: 48, n_layers: 40, 'attn_config.kv_n_heads': 8, 'ffn_config.ffn_hidden_size': 10752, 'ffn_config.moe_num_experts': 16, 'ffn_config.moe_top_k': 4 },
    131596523520, 36469708800, 132e9, 36e9],
  ['Phi-3.5-MoE', { model_type: 'phimoe', vocab_size: 32064, hidden_size: 4096, intermediate_size: 6400, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, num_local_experts: 16, num_experts_per_tok: 2, attention_bias: true, lm_head_bias: true },
    41873153344, 6640999744, 41.9e9, 6.6e9],
  ['gpt-oss-20b', { model_type: 'gpt_oss', vocab_size: 201088, hidden_size: 2880, intermediate_size: 2880, num_hidden_layers: 24, num_attention_heads: 64, num_key_value_heads: 8, head_dim: 64, num_local_experts: 32, num_experts_per_tok: 4, attention_bias: true },
    20914757184, 4187440704, 20.9e9, 3.6e9],
  ['gpt-oss-120b', { model_type: 'gpt_oss', vocab_size: 201088, hidden_size: 2880, intermediate_size: 2880, num_hidden_layers: 36, num_attention_heads: 64, num_key_value_heads: 8, head_dim: 64, num_local_experts: 128, num_experts_per_tok: 4, attention_bias: true },
    116829156672, 5711982912, 116.8e9, 5.1e9],
  ['Granite 3.0 1B-A400M', { model_type: 'granitemoe', vocab_size: 49155, hidden_size: 1024, intermediate_size: 512, num_hidden_layers: 24, num_attention_heads: 16, num_key_value_heads: 8, num_local_experts: 32, num_experts_per_tok: 8, tie_word_embeddings: true },
    1334628352, 428658688, 1.3e9, 0.4e9],
  ['Granite 3.0 3B-A800M', { model_type: 'granitemoe', vocab_size: 49155, hidden_size: 1536, intermediate_size: 512, num_hidden_layers: 32, num_attention_heads: 24, num_key_value_heads: 8, num_local_experts: 40, num_experts_per_tok: 8, tie_word_embeddings: true },
    3298793472, 882874368, 3.3e9, 0.8e9],
  ['Jamba v0.1', { model_type: 'jamba', vocab_size: 65536, hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, num_experts: 16, num_experts_per_tok: 2, expert_layer_period: 2, expert_layer_offset: 1, attn_layer_period: 8, attn_layer_offset: 4, mamba_d_state: 16, mamba_d_conv: 4, mamba_expand: 2, mamba_dt_rank: 256, mamba_conv_bias: true, mamba_proj_bias: false },
    51570323328, 12110311296, 52e9, 12e9],
  ['Kimi K2', { model_type: 'kimi_k2', vocab_size: 163840, hidden_size: 7168, intermediate_size: 18432, moe_intermediate_size: 2048, num_hidden_layers: 61, num_attention_heads: 64, num_key_value_heads: 64, n_shared_experts: 1, n_routed_experts: 384, num_experts_per_tok: 8, kv_lora_rank: 512, q_lora_rank: 1536, qk_rope_head_dim: 64, v_head_dim: 128, qk_nope_head_dim: 128, first_k_dense_replace: 1, moe_layer_freq: 1 },
    1026408209408, 32861477888, 1.04e12, 32e9],
];

/** Their authors leave the table of input embeddings out of what is active. */
const withoutEmbeddings = new Set(['DeepSeek-V2', 'DeepSeek-V2-Lite', 'DeepSeek-V3', 'Kimi K2', 'gpt-oss-20b', 'gpt-oss-120b']);

describe('mixtureCount', () => {
  it.each(published)('counts %s as Transformers does', (_, keys, total, active) => {
    expect(mixtureCount(settingsOf(keys))).toEqual({ total, active });
    expect(parameterCount(settingsOf(keys))).toBe(total);
  });

  it.each(published)('counts %s as its authors do, to 3 %% (Granite, which prints one digit, to 8 %%)', (name, keys, _total, _active, printedTotal, printedActive) => {
    const { total, active = NaN } = mixtureCount(settingsOf(keys)) ?? { total: NaN };
    const embeddings = Number(keys.vocab_size) * Number(keys.hidden_size);
    const counted = withoutEmbeddings.has(name) ? active - embeddings : active;
    expect(Math.abs(total / printedTotal - 1)).toBeLessThan(0.03);
    expect(Math.abs(counted / printedActive - 1)).toBeLessThan(name.startsWith('Granite') ? 0.11 : 0.03);
  });

  it.each<[string, Keys, number, number]>([
    ['layers without experts among those with', { model_type: 'qwen3_moe', vocab_size: 1000, hidden_size: 64, intermediate_size: 192, num_hidden_layers: 9, num_attention_heads: 4, num_key_value_heads: 2, head_dim: 32, moe_intermediate_size: 48, num_experts: 8, num_experts_per_tok: 2, decoder_sparse_step: 2, 'mlp_only_layers.0': 3, 'mlp_only_layers.1': 4, tie_word_embeddings: true }, 730880, 564992],
    ['a small Jamba with other biases and periods', { model_type: 'jamba', vocab_size: 1000, hidden_size: 64, intermediate_size: 192, num_hidden_layers: 11, num_attention_heads: 4, num_key_value_heads: 2, num_experts: 4, num_experts_per_tok: 2, expert_layer_period: 3, expert_layer_offset: 1, attn_layer_period: 4, attn_layer_offset: 2, mamba_d_state: 8, mamba_d_conv: 3, mamba_expand: 2, mamba_dt_rank: 'auto', mamba_conv_bias: false, mamba_proj_bias: true }, 1252448, 957536],
    ['Phi without biases', { model_type: 'phimoe', vocab_size: 1000, hidden_size: 64, intermediate_size: 192, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, num_local_experts: 4, num_experts_per_tok: 2, attention_bias: false, lm_head_bias: false }, 608896, 387712],
  ])('counts %s as Transformers does', (_, keys, total, active) => {
    expect(mixtureCount(settingsOf(keys))).toEqual({ total, active });
  });

  /** Left out, they are off, or a size that Transformers derives from the others. */
  const optional = new Set(['tie_word_embeddings', 'decoder_sparse_step', 'moe_layer_freq', 'attention_bias', 'lm_head_bias', 'mamba_conv_bias', 'mamba_proj_bias', 'head_dim', 'num_experts_per_tok', 'ffn_config.moe_top_k']);
  /** Latent attention and nets that are nowhere dense do without them. */
  const unused = (type: Scalar, key: string) => (/deepseek|kimi/.test(String(type)) && key === 'num_key_value_heads');

  it.each(published)('does not guess what a configuration of %s leaves out', (_, keys) => {
    for (const key of Object.keys(keys)) {
      if (optional.has(key) || unused(keys.model_type, key)) continue;
      const { [key]: left, ...rest } = keys;
      expect(mixtureCount(settingsOf(rest)), `${key} ${left}`).toBeUndefined();
    }
  });

  it('knows all parameters but not the active ones where it is not told how many experts a token takes', () => {
    const { num_experts_per_tok: _, ...mixtral } = published[0][1];
    expect(mixtureCount(settingsOf(mixtral))).toEqual({ total: 46702792704, active: undefined });
  });

  it('says that an unknown model is a mixture, without its parameters', () => {
    const unknown = settingsOf({ model_type: 'hermit_moe', hidden_size: 64, num_hidden_layers: 2, num_experts: 8, num_experts_per_tok: 2, vocab_size: 100 });
    expect(hfModel.model?.(unknown)).toMatchObject({ experts: 8, parameters: undefined, activeParameters: undefined });
    expect(hfModel.model?.(settingsOf({ model_type: 'llama', hidden_size: 64 }))).toMatchObject({ experts: undefined });
  });

  it('survives absurd sizes', () => {
    expect(mixtureCount(settingsOf({ ...published[2][1], num_hidden_layers: 1e15 }))).toBeUndefined();
    expect(mixtureCount(settingsOf({ ...published[8][1], num_hidden_layers: 1e300 }))).toBeUndefined();
  });
});
