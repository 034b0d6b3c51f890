import type { RoleRule } from './roleRule';

/** What stands before and behind the blocks, and layers of models that are no transformers. */
export const otherRules: readonly RoleRule[] = [
  {
    role: 'embedding',
    names: 'wte wpe embed_tokens embed_positions word_embeddings position_embeddings token_type_embeddings tok_embeddings token_embd position_embd '
      + 'token_types embed_in embed_tokens_per_layer shared embedding embeddings embed tok_emb pos_emb token_embedding token_embeddings position_embedding '
      + 'positional_embedding pos_embed pos_embedding class_embedding cls_token word_embedding wordpiece token_embedder position_embed embedder tok_embed value_embeds',
  },
  { role: 'head', names: 'lm_head embed_out output_projection out_head unembed unembedding score qa_outputs predictions.decoder lm_head.decoder' },
  { role: 'head', names: 'output classifier head heads', within: ['outside'] },
  { role: 'other', names: 'relative_attention_bias rel_pos_bias relative_position_bias_table a_log' },
];

/** Layers that are known by a part of their names only. */
export const kinds: readonly { readonly role: RoleRule['role']; readonly name: RegExp }[] = [
  { role: 'convolution', name: /conv/ },
  { role: 'linear', name: /embed.*_(project|projection|mapping|mapping_in)$/ },
  { role: 'recurrent', name: /lstm|gru(_|$)|rnn/ },
  { role: 'embedding', name: /embed/ },
  { role: 'linear', name: /^(fc|linear|dense|lin|proj|projection|logits)(_?\d+)?$|_proj$|_linear$|^classifier$|^pooler$/ },
];
