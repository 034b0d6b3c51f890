import type { Part } from './moduleName';
import type { RoleRule } from './roleRule';

/** RWKV calls the two matrices of its feed-forward layers key and value. */
const outsideFeedForward: readonly Part[] = ['attention', 'block', 'outside'];

/** Projections of attention: Hugging Face, GGUF (attn_…), torchtitan and Llama (w…), timm, Flax, Megatron, OLMo, diffusers (to_…). */
export const attentionRules: readonly RoleRule[] = [
  { role: 'attention.qkv', names: 'c_attn query_key_value wqkv qkv_proj qkv attn_qkv linear_qkv in_proj_qkv att_proj' },
  { role: 'attention.qkv', names: 'in_proj attn', within: ['attention'] },
  { role: 'attention.qkv', names: 'kv_proj c_kv key_value kv_a_proj_with_mqa kv_b_proj attn_kv_a_mqa attn_kv_b linear_kv', assumed: true },
  { role: 'attention.q', names: 'q_proj q_lin query_proj wq to_q c_q attn_q q_a_proj q_b_proj attn_q_a attn_q_b linear_q q_attn q_proj_weight q_head query_global' },
  { role: 'attention.k', names: 'k_proj k_lin key_proj wk to_k c_k attn_k linear_k k_head key_global' },
  { role: 'attention.v', names: 'v_proj v_lin value_proj wv to_v c_v attn_v linear_v v_head value_global' },
  { role: 'attention.q', names: 'query', within: outsideFeedForward },
  { role: 'attention.k', names: 'key', within: outsideFeedForward },
  { role: 'attention.v', names: 'value', within: outsideFeedForward },
  { role: 'attention.q', names: 'q', within: ['attention'] },
  { role: 'attention.k', names: 'k', within: ['attention'] },
  { role: 'attention.v', names: 'v', within: ['attention'] },
  { role: 'attention.o', names: 'o_proj attn_output attn_out to_out out_lin linear_proj' },
  { role: 'attention.o', names: 'o wo out out_proj post_proj c_proj proj dense output attention_output linear_out', within: ['attention'] },
];
