/**
 * Modules of one block in the order in which their classes register them, in Transformers (modeling_<architecture>.py), separated by spaces.
 * A template may hold more than one architecture has. Where architectures call the same modules alike and register them differently, each
 * order stands by itself, and shapes tell which it is. Single experts of a mixture are `experts`, with their matrices as below.
 */
export const blockTemplates: readonly (readonly string[])[] = [
  'ln_1 attn.c_attn attn.c_proj attn.q_attn ln_2 mlp.c_fc mlp.c_proj',
  // LLaMA, Mistral, Qwen, Gemma, Granite, Cohere, OLMo, StarCoder 2, Nemotron, GLM, LFM; and mixtures with the router before the experts.
  'self_attn.sinks self_attn.q_proj self_attn.k_proj self_attn.v_proj self_attn.o_proj self_attn.out_proj self_attn.q_norm self_attn.k_norm self_attn.q_layernorm self_attn.k_layernorm'
    + ' block_sparse_moe.gate block_sparse_moe.experts mlp.router mlp.gate mlp.experts mlp.gate_up_proj mlp.gate_proj mlp.up_proj mlp.down_proj mlp.c_fc mlp.c_proj'
    + ' mlp.shared_expert.gate_proj mlp.shared_expert.up_proj mlp.shared_expert.down_proj mlp.shared_expert_gate'
    + ' feed_forward.experts feed_forward.router feed_forward.shared_expert.gate_proj feed_forward.shared_expert.up_proj feed_forward.shared_expert.down_proj'
    + ' feed_forward.w1 feed_forward.w3 feed_forward.w2 operator_norm ffn_norm'
    + ' input_layernorm post_attention_layernorm pre_feedforward_layernorm post_feedforward_layernorm post_self_attn_layernorm post_mlp_layernorm',
  // Qwen 3 and DeepSeek with the experts before their router.
  'self_attn.q_proj self_attn.q_a_proj self_attn.q_a_layernorm self_attn.q_b_proj self_attn.kv_a_proj_with_mqa self_attn.kv_a_layernorm self_attn.kv_b_proj'
    + ' self_attn.k_proj self_attn.v_proj self_attn.o_proj self_attn.q_norm self_attn.k_norm'
    + ' mlp.experts mlp.gate mlp.gate_proj mlp.up_proj mlp.down_proj mlp.shared_experts.gate_proj mlp.shared_experts.up_proj mlp.shared_experts.down_proj input_layernorm post_attention_layernorm',
  // Granite-MoE
  'self_attn.q_proj self_attn.k_proj self_attn.v_proj self_attn.o_proj input_layernorm post_attention_layernorm block_sparse_moe.router.layer block_sparse_moe.input_linear block_sparse_moe.output_linear',
  // Phi, Phi-3
  'self_attn.q_proj self_attn.k_proj self_attn.v_proj self_attn.dense mlp.fc1 mlp.fc2 input_layernorm',
  'self_attn.o_proj self_attn.qkv_proj mlp.gate_up_proj mlp.down_proj input_layernorm post_attention_layernorm',
  // GPT-NeoX, GPT-Neo, GPT-J, CodeGen
  'input_layernorm post_attention_layernorm attention.query_key_value attention.dense mlp.dense_h_to_4h mlp.dense_4h_to_h',
  'ln_1 attn.attention.k_proj attn.attention.v_proj attn.attention.q_proj attn.attention.out_proj ln_2 mlp.c_fc mlp.c_proj',
  'ln_1 attn.k_proj attn.v_proj attn.q_proj attn.out_proj mlp.fc_in mlp.fc_out',
  'ln_1 attn.qkv_proj attn.out_proj mlp.fc_in mlp.fc_out',
  // BLOOM, Falcon, MPT
  'input_layernorm self_attention.query_key_value self_attention.dense post_attention_layernorm mlp.dense_h_to_4h mlp.dense_4h_to_h',
  'self_attention.query_key_value self_attention.dense mlp.dense_h_to_4h mlp.dense_4h_to_h input_layernorm post_attention_layernorm ln_attn ln_mlp',
  'norm_1 attn.Wqkv attn.out_proj norm_2 ffn.up_proj ffn.down_proj',
  // OPT; BART, mBART, Whisper
  'self_attn.k_proj self_attn.v_proj self_attn.q_proj self_attn.out_proj self_attn_layer_norm fc1 fc2 final_layer_norm',
  'self_attn.k_proj self_attn.v_proj self_attn.q_proj self_attn.out_proj self_attn_layer_norm'
    + ' encoder_attn.k_proj encoder_attn.v_proj encoder_attn.q_proj encoder_attn.out_proj encoder_attn_layer_norm fc1 fc2 final_layer_norm',
  // T5
  'layer.0.SelfAttention.q layer.0.SelfAttention.k layer.0.SelfAttention.v layer.0.SelfAttention.o layer.0.SelfAttention.relative_attention_bias layer.0.layer_norm'
    + ' layer.1.DenseReluDense.wi layer.1.DenseReluDense.wi_0 layer.1.DenseReluDense.wi_1 layer.1.DenseReluDense.wo'
    + ' layer.1.EncDecAttention.q layer.1.EncDecAttention.k layer.1.EncDecAttention.v layer.1.EncDecAttention.o layer.1.layer_norm'
    + ' layer.2.DenseReluDense.wi layer.2.DenseReluDense.wi_0 layer.2.DenseReluDense.wi_1 layer.2.DenseReluDense.wo layer.2.layer_norm',
  // BERT, RoBERTa, ELECTRA, DeBERTa, Longformer; DistilBERT; ModernBERT
  'attention.self.query attention.self.key attention.self.value attention.self.query_global attention.self.key_global attention.self.value_global'
    + ' attention.self.query_proj attention.self.key_proj attention.self.value_proj attention.output.dense attention.output.LayerNorm intermediate.dense output.dense output.LayerNorm',
  'attention.q_lin attention.k_lin attention.v_lin attention.out_lin sa_layer_norm ffn.lin1 ffn.lin2 output_layer_norm',
  'attn.Wqkv attn.Wo mlp_norm mlp.Wi mlp.Wo attn_norm',
  // ViT, BEiT, in Transformers 4 and 5; DINOv2; CLIP, SigLIP
  'lambda_1 lambda_2 attention.attention.query attention.attention.key attention.attention.value attention.output.dense intermediate.dense output.dense layernorm_before layernorm_after',
  'lambda_1 lambda_2 attention.attention.query attention.attention.key attention.attention.value attention.output.dense layernorm_before layernorm_after intermediate.dense output.dense',
  'norm1 attention.attention.query attention.attention.key attention.attention.value attention.output.dense layer_scale1.lambda1 norm2 mlp.fc1 mlp.fc2 layer_scale2.lambda1',
  'self_attn.k_proj self_attn.v_proj self_attn.q_proj self_attn.out_proj layer_norm1 mlp.fc1 mlp.fc2 layer_norm2',
  'layer_norm1 self_attn.k_proj self_attn.v_proj self_attn.q_proj self_attn.out_proj layer_norm2 mlp.fc1 mlp.fc2',
  // Mamba, Mamba 2
  'norm mixer.dt_bias mixer.A_log mixer.D mixer.conv1d mixer.in_proj mixer.norm mixer.x_proj mixer.dt_proj mixer.out_proj',
].map((names) => names.split(' '));

/** Matrices of one expert; or of all of them, stacked, as Transformers 5 trains them. */
export const expertTemplate: readonly string[] = ['gate_up_proj', 'gate_up_proj_bias', 'gate_proj', 'up_proj', 'w1', 'w2', 'w3', 'down_proj', 'down_proj_bias'];
