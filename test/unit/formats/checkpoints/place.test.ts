import { describe, expect, it } from 'vitest';
import { placeTensors } from '../../../../src/formats/checkpoints/place';
import type { PlacedTensor } from '../../../../src/model/checkpoint';

type Row = readonly [name: string, shape: readonly number[], expected: string];

/** Tensors of one block of each architecture, as its published checkpoints name and shape them; layer and role expected, `T` transposed, `?` assumed. */
const architectures: Readonly<Record<string, readonly Row[]>> = {
  'GPT-2 of Hugging Face': [
    ['transformer.wte.weight', [50257, 768], 'embedding'], ['transformer.wpe.weight', [1024, 768], 'embedding'],
    ['transformer.h.3.ln_1.weight', [768], '3 norm'], ['transformer.h.3.ln_1.bias', [768], '3 norm'], ['transformer.h.3.attn.bias', [1, 1, 1024, 1024], '3 other'], ['transformer.h.3.attn.masked_bias', [], '3 other'],
    ['transformer.h.3.attn.c_attn.weight', [768, 2304], '3 attention.qkv T'], ['transformer.h.3.attn.c_attn.bias', [2304], '3 bias'],
    ['transformer.h.3.attn.c_proj.weight', [768, 768], '3 attention.o T'], ['transformer.h.3.mlp.c_fc.weight', [768, 3072], '3 ffn.up T'],
    ['transformer.h.3.mlp.c_proj.weight', [3072, 768], '3 ffn.down T'], ['transformer.ln_f.weight', [768], 'norm'], ['lm_head.weight', [50257, 768], 'head'],
  ],
  'nanoGPT compiled': [
    ['_orig_mod.transformer.wte.weight', [65, 384], 'embedding'], ['_orig_mod.transformer.h.0.ln_1.weight', [384], '0 norm'],
    ['_orig_mod.transformer.h.0.attn.c_attn.weight', [1152, 384], '0 attention.qkv'], ['_orig_mod.transformer.h.0.attn.c_proj.weight', [384, 384], '0 attention.o'],
    ['_orig_mod.transformer.h.0.mlp.c_fc.weight', [1536, 384], '0 ffn.up'], ['_orig_mod.transformer.h.0.mlp.c_proj.weight', [384, 1536], '0 ffn.down'],
  ],
  'LLaMA, Mistral, Qwen, Gemma': [
    ['model.embed_tokens.weight', [32000, 4096], 'embedding'], ['model.layers.31.self_attn.q_proj.weight', [4096, 4096], '31 attention.q'],
    ['model.layers.31.self_attn.q_proj.bias', [4096], '31 bias'], ['model.layers.31.self_attn.k_proj.weight', [1024, 4096], '31 attention.k'],
    ['model.layers.31.self_attn.v_proj.weight', [1024, 4096], '31 attention.v'], ['model.layers.31.self_attn.o_proj.weight', [4096, 4096], '31 attention.o'],
    ['model.layers.31.self_attn.q_norm.weight', [128], '31 norm'], ['model.layers.31.self_attn.rotary_emb.inv_freq', [64], '31 other'],
    ['model.layers.31.mlp.gate_proj.weight', [14336, 4096], '31 ffn.gate'], ['model.layers.31.mlp.up_proj.weight', [14336, 4096], '31 ffn.up'],
    ['model.layers.31.mlp.down_proj.weight', [4096, 14336], '31 ffn.down'], ['model.layers.31.input_layernorm.weight', [4096], '31 norm'],
    ['model.layers.31.post_attention_layernorm.weight', [4096], '31 norm'], ['model.norm.weight', [4096], 'norm'], ['lm_head.weight', [32000, 4096], 'head'],
  ],
  'Phi-3': [
    ['model.layers.2.self_attn.qkv_proj.weight', [9216, 3072], '2 attention.qkv'], ['model.layers.2.self_attn.o_proj.weight', [3072, 3072], '2 attention.o'],
    ['model.layers.2.mlp.gate_up_proj.weight', [16384, 3072], '2 ffn.gateUp'], ['model.layers.2.mlp.down_proj.weight', [3072, 8192], '2 ffn.down'],
  ],
  'Phi-2': [['model.layers.2.self_attn.dense.weight', [2560, 2560], '2 attention.o'], ['model.layers.2.mlp.fc1.weight', [10240, 2560], '2 ffn.up'], ['model.layers.2.mlp.fc2.weight', [2560, 10240], '2 ffn.down']],
  'GPT-NeoX, Pythia': [
    ['gpt_neox.embed_in.weight', [50304, 512], 'embedding'], ['gpt_neox.layers.5.attention.query_key_value.weight', [1536, 512], '5 attention.qkv'],
    ['gpt_neox.layers.5.attention.dense.weight', [512, 512], '5 attention.o'], ['gpt_neox.layers.5.attention.bias', [1, 1, 2048, 2048], '5 other'],
    ['gpt_neox.layers.5.mlp.dense_h_to_4h.weight', [2048, 512], '5 ffn.up'], ['gpt_neox.layers.5.mlp.dense_4h_to_h.weight', [512, 2048], '5 ffn.down'],
    ['gpt_neox.final_layer_norm.weight', [512], 'norm'], ['embed_out.weight', [50304, 512], 'head'],
  ],
  'OPT, fairseq': [
    ['model.decoder.embed_positions.weight', [2050, 768], 'embedding'], ['model.decoder.layers.1.self_attn.out_proj.weight', [768, 768], '1 attention.o'],
    ['model.decoder.layers.1.self_attn_layer_norm.weight', [768], '1 norm'], ['model.decoder.layers.1.fc1.weight', [3072, 768], '1 ffn.up'], ['model.decoder.layers.1.fc2.weight', [768, 3072], '1 ffn.down'],
    ['decoder.layers.1.encoder_attn.k_proj.weight', [512, 512], '1 attention.k'], ['decoder.output_projection.weight', [10000, 512], 'head'],
  ],
  'BLOOM, Falcon': [
    ['transformer.word_embeddings.weight', [250880, 1024], 'embedding'], ['transformer.word_embeddings_layernorm.weight', [1024], 'norm'],
    ['transformer.h.7.self_attention.query_key_value.weight', [3072, 1024], '7 attention.qkv'], ['transformer.h.7.self_attention.dense.weight', [1024, 1024], '7 attention.o'],
  ],
  'BERT, RoBERTa, ViT': [
    ['bert.embeddings.word_embeddings.weight', [30522, 768], 'embedding'], ['bert.embeddings.LayerNorm.weight', [768], 'norm'], ['bert.embeddings.position_ids', [1, 512], 'other'],
    ['bert.encoder.layer.11.attention.self.query.weight', [768, 768], '11 attention.q'], ['vit.encoder.layer.11.attention.attention.key.weight', [768, 768], '11 attention.k'],
    ['bert.encoder.layer.11.attention.output.dense.weight', [768, 768], '11 attention.o'], ['bert.encoder.layer.11.attention.output.LayerNorm.gamma', [768], '11 norm'],
    ['bert.encoder.layer.11.intermediate.dense.weight', [3072, 768], '11 ffn.up'], ['bert.encoder.layer.11.output.dense.weight', [768, 3072], '11 ffn.down'],
    ['bert.pooler.dense.weight', [768, 768], 'linear'], ['cls.predictions.decoder.weight', [30522, 768], 'head'], ['classifier.weight', [2, 768], 'head'],
    ['vit.embeddings.patch_embeddings.projection.weight', [768, 3, 16, 16], 'convolution'],
  ],
  DistilBERT: [
    ['distilbert.transformer.layer.0.attention.q_lin.weight', [768, 768], '0 attention.q'], ['distilbert.transformer.layer.0.attention.out_lin.weight', [768, 768], '0 attention.o'],
    ['distilbert.transformer.layer.0.ffn.lin1.weight', [3072, 768], '0 ffn.up'], ['distilbert.transformer.layer.0.sa_layer_norm.weight', [768], '0 norm'],
  ],
  'timm ViT': [['blocks.4.attn.qkv.weight', [576, 192], '4 attention.qkv'], ['blocks.4.attn.proj.weight', [192, 192], '4 attention.o'], ['blocks.4.mlp.fc1.weight', [768, 192], '4 ffn.up'], ['blocks.4.norm1.weight', [192], '4 norm'], ['pos_embed', [1, 197, 192], 'embedding'], ['head.weight', [1000, 192], 'head'], ['patch_embed.proj.weight', [192, 3, 16, 16], 'convolution']],
  T5: [
    ['shared.weight', [32128, 512], 'embedding'], ['encoder.block.3.layer.0.SelfAttention.q.weight', [512, 512], '3 attention.q'], ['decoder.block.3.layer.1.EncDecAttention.o.weight', [512, 512], '3 attention.o'],
    ['encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight', [32, 8], '0 other'], ['encoder.block.3.layer.1.DenseReluDense.wi_0.weight', [1024, 512], '3 ffn.gate'],
    ['encoder.block.3.layer.1.DenseReluDense.wi_1.weight', [1024, 512], '3 ffn.up'], ['encoder.block.3.layer.1.DenseReluDense.wo.weight', [512, 1024], '3 ffn.down'], ['encoder.block.3.layer.1.layer_norm.weight', [512], '3 norm'],
  ],
  'Mixtral, Qwen-MoE': [
    ['model.layers.0.block_sparse_moe.gate.weight', [8, 64], '0 other'], ['model.layers.0.block_sparse_moe.experts.7.w1.weight', [128, 64], '0 ffn.gate'],
    ['model.layers.0.block_sparse_moe.experts.7.w2.weight', [64, 128], '0 ffn.down'], ['model.layers.0.block_sparse_moe.experts.7.w3.weight', [128, 64], '0 ffn.up'],
    ['model.layers.1.mlp.experts.63.gate_proj.weight', [32, 64], '1 ffn.gate'], ['model.layers.1.mlp.shared_expert.up_proj.weight', [32, 64], '1 ffn.up'], ['model.layers.1.mlp.shared_expert_gate.weight', [1, 64], '1 other'], ['model.norm.weight', [64], 'norm'],
    ['model.layers.1.mlp.experts.gate_up_proj', [8, 64, 96], '1 ffn.gateUp T'], ['model.layers.2.mlp.experts.down_proj', [8, 64, 48], '2 ffn.down'],
  ],
  'Megatron with a gate in the up projection': [
    ['model.language_model.encoder.layers.9.self_attention.query_key_value.weight', [96, 32], '9 attention.qkv'], ['model.language_model.encoder.layers.9.mlp.dense_h_to_4h.weight', [256, 32], '9 ffn.gateUp ?'],
    ['model.language_model.encoder.layers.9.mlp.dense_4h_to_h.weight', [32, 128], '9 ffn.down'], ['decoder.layers.9.self_attention.linear_proj.weight', [32, 32], '9 attention.o'], ['decoder.layers.9.mlp.linear_fc1.weight', [128, 32], '9 ffn.up'],
    ['decoder.layers.9.mlp.linear_fc1.layer_norm_weight', [32], '9 norm'],
  ],
  'torchtitan, Llama': [
    ['tok_embeddings.weight', [1000, 64], 'embedding'], ['layers.2.attention.wq.weight', [64, 64], '2 attention.q'], ['layers.2.attention.wo.weight', [64, 64], '2 attention.o'],
    ['layers.2.feed_forward.w1.weight', [192, 64], '2 ffn.gate'], ['layers.2.feed_forward.w2.weight', [64, 192], '2 ffn.down'], ['layers.2.feed_forward.w3.weight', [192, 64], '2 ffn.up'], ['layers.2.ffn_norm.weight', [64], '2 norm'], ['output.weight', [1000, 64], 'head'], ['freqs_cis', [128, 16], 'other'],
  ],
  'a feed-forward layer of two matrices': [['blocks.0.ffn.w1.weight', [256, 64], '0 ffn.up'], ['blocks.0.ffn.w2.weight', [64, 256], '0 ffn.down']],
  'OLMo 1': [['model.transformer.blocks.3.att_proj.weight', [192, 64], '3 attention.qkv'], ['model.transformer.blocks.3.attn_out.weight', [64, 64], '3 attention.o'], ['model.transformer.blocks.3.ff_proj.weight', [512, 64], '3 ffn.gateUp ?'], ['model.transformer.blocks.3.ff_out.weight', [64, 256], '3 ffn.down']],
  'MPT, ModernBERT': [['transformer.blocks.0.attn.Wqkv.weight', [96, 32], '0 attention.qkv'], ['transformer.blocks.0.attn.out_proj.weight', [32, 32], '0 attention.o'], ['transformer.blocks.0.ffn.up_proj.weight', [128, 32], '0 ffn.up'], ['model.layers.1.mlp.Wi.weight', [96, 32], '1 ffn.gateUp ?'], ['model.layers.1.mlp.Wo.weight', [32, 48], '1 ffn.down'], ['model.layers.1.attn.Wo.weight', [32, 32], '1 attention.o']],
  'GPT-J': [['transformer.h.1.attn.out_proj.weight', [64, 64], '1 attention.o'], ['transformer.h.1.mlp.fc_in.weight', [256, 64], '1 ffn.up'], ['transformer.h.1.mlp.fc_out.weight', [64, 256], '1 ffn.down']],
  GGUF: [
    ['token_embd.weight', [32000, 64], 'embedding'], ['blk.0.attn_q.weight', [64, 64], '0 attention.q'], ['blk.0.attn_output.weight', [64, 64], '0 attention.o'], ['blk.0.attn_norm.weight', [64], '0 norm'], ['blk.0.ffn_gate_inp.weight', [8, 64], '0 other'],
    ['blk.0.ffn_gate.weight', [128, 64], '0 ffn.gate'], ['blk.0.ffn_up.weight', [128, 64], '0 ffn.up'], ['blk.0.ffn_down.weight', [64, 128], '0 ffn.down'], ['blk.1.ffn_up_exps.weight', [8, 96, 64], '1 ffn.up'], ['output_norm.weight', [64], 'norm'], ['output.weight', [32000, 64], 'head'], ['blk.3.ffn_up.weight.q8_0', [128, 64], '3 ffn.up'],
  ],
  Flax: [['transformer/h/2/mlp/c_fc/kernel', [64, 256], '2 ffn.up T'], ['transformer/h/2/mlp/c_fc/bias', [256], '2 bias'], ['params/encoder/layers_4/attention/query/kernel', [64, 64], '4 attention.q T'], ['params/embed/embedding', [100, 64], 'embedding'], ['params/Conv_0/kernel', [3, 3, 1, 32], 'convolution T'], ['params/encoder/layers_4/attention/query/kernel', [64, 4, 16], '4 attention.q T'], ['params/encoder/layers_4/attention/query/bias', [4, 16], '4 bias'], ['params/encoder/layers_4/attention/out/kernel', [4, 16, 64], '4 attention.o T']],
  Keras: [['dense_1/kernel', [784, 10], 'linear T'], ['dense_1/bias', [10], 'bias'], ['lstm/lstm_cell/recurrent_kernel', [32, 128], 'recurrent T'], ['lstm/lstm_cell/kernel', [16, 128], 'recurrent T'], ['conv2d/kernel:0', [3, 3, 1, 32], 'convolution T'], ['batch_normalization/gamma', [32], 'norm'], ['embedding/embeddings', [1000, 16], 'embedding']],
  torchvision: [['conv1.weight', [64, 3, 7, 7], 'convolution'], ['bn1.weight', [64], 'norm'], ['bn1.running_mean', [64], 'other'], ['layer1.0.conv2.weight', [64, 64, 3, 3], 'convolution'], ['layer2.0.downsample.0.weight', [128, 64, 1, 1], 'convolution'], ['fc.weight', [1000, 512], 'linear'], ['net.0.weight', [10, 5], 'linear ?']],
  'a single layer': [['weight', [3, 4], 'linear ?'], ['bias', [3], 'bias'], ['running_mean', [3], 'other'], ['embedding', [10, 4], 'embedding'], ['Parameter6', [8, 1, 1], 'other'], ['Parameter194', [1, 10], 'linear ?']],
  'recurrent networks': [['encoder.weight', [100, 32], 'linear ?'], ['rnn.weight_ih_l0', [128, 32], '0 recurrent'], ['rnn.weight_hh_l1_reverse', [128, 32], '1 recurrent'], ['rnn.bias_ih_l0', [128], '0 bias']],
  LoRA: [
    ['base_model.model.transformer.h.0.attn.c_attn.lora_A.weight', [8, 768], '0 adapter.A'], ['base_model.model.transformer.h.0.attn.c_attn.lora_B.default.weight', [2304, 8], '0 adapter.B'], ['base_model.model.model.layers.5.self_attn.q_proj.base_layer.weight', [64, 64], '5 attention.q'],
    ['layers.5.attn.q_proj.lora_a.weight', [8, 64], '5 adapter.A'], ['lora_unet_down_blocks_0.lora_up.weight', [64, 4], '0 adapter.B'], ['blk.5.attn_q.weight.lora_a', [8, 64], '5 adapter.A'],
  ],
  ALBERT: [['albert.encoder.albert_layer_groups.0.albert_layers.0.ffn.weight', [3072, 768], '0 ffn.up'], ['albert.encoder.albert_layer_groups.0.albert_layers.0.ffn_output.weight', [768, 3072], '0 ffn.down'], ['albert.encoder.embedding_hidden_mapping_in.weight', [768, 128], 'linear']],
  'wav2vec 2, HuBERT': [['wav2vec2.encoder.layers.0.feed_forward.intermediate_dense.weight', [96, 32], '0 ffn.up'], ['wav2vec2.encoder.layers.0.feed_forward.output_dense.weight', [32, 96], '0 ffn.down']],
  RWKV: [
    ['rwkv.blocks.1.attention.key.weight', [32, 32], '1 attention.k'], ['rwkv.blocks.1.attention.value.weight', [32, 32], '1 attention.v'], ['rwkv.blocks.1.attention.time_mix_key', [1, 1, 32], '1 other'],
    ['rwkv.blocks.1.feed_forward.key.weight', [128, 32], '1 ffn.up'], ['rwkv.blocks.1.feed_forward.value.weight', [32, 128], '1 ffn.down'],
  ],
  'Granite-MoE': [
    ['model.layers.0.block_sparse_moe.input_linear.weight', [4, 112, 24], '0 ffn.gateUp ?'], ['model.layers.0.block_sparse_moe.output_linear.weight', [4, 24, 56], '0 ffn.down'], ['model.layers.0.block_sparse_moe.router.layer.weight', [4, 24], '0 other'],
    ['model.norm.weight', [24], 'norm'],
  ],
  'experts of a name of their own': [['layers.0.moe.experts.wide', [4, 32, 24], '0 linear ?']],
  LitGPT: [
    ['transformer.h.1.attn.attn.weight', [96, 32], '1 attention.qkv'], ['transformer.h.1.attn.proj.weight', [32, 32], '1 attention.o'],
    ['transformer.h.1.mlp.fc_1.weight', [88, 32], '1 ffn.gate'], ['transformer.h.1.mlp.fc_2.weight', [88, 32], '1 ffn.up'], ['transformer.h.1.mlp.proj.weight', [32, 88], '1 ffn.down'],
  ],
  'ConvNeXt, Swin, SegFormer': [
    ['convnext.encoder.stages.0.layers.2.dwconv.weight', [8, 1, 7, 7], '2 convolution'], ['convnext.encoder.stages.0.layers.2.pwconv1.weight', [32, 8], '2 ffn.up'], ['convnext.encoder.stages.0.layers.2.pwconv2.weight', [8, 32], '2 ffn.down'],
    ['swin.encoder.layers.0.blocks.0.attention.self.relative_position_bias_table', [9, 2], '0 other'], ['segformer.encoder.block.3.0.mlp.dense1.weight', [128, 32], '3 ffn.up'], ['segformer.encoder.block.3.0.mlp.dense2.weight', [32, 128], '3 ffn.down'],
  ],
  'ViT with a table in its embeddings': [['vit.embeddings.position_embeddings', [1, 17, 24], 'embedding'], ['vit.embeddings.cls_token', [1, 1, 24], 'embedding'], ['electra.embeddings_project.weight', [24, 16], 'linear']],
  'biases without a module': [['final_logits_bias', [1, 96], 'bias'], ['funnel.encoder.blocks.0.0.attention.r_w_bias', [4, 6], '0 bias'], ['backbone.layers.0.mixer.dt_bias', [6], '0 bias'], ['backbone.layers.0.mixer.A_log', [48, 4], '0 other']],
  'XLNet, Funnel': [
    ['transformer.layer.0.rel_attn.layer_norm.weight', [24], '0 norm'], ['transformer.layer.0.rel_attn.q', [24, 4, 6], '0 attention.q T'], ['transformer.layer.0.rel_attn.o', [24, 4, 6], '0 attention.o'],
    ['transformer.layer.0.ff.layer_1.weight', [56, 24], '0 ffn.up'], ['transformer.layer.0.ff.layer_2.weight', [24, 56], '0 ffn.down'],
    ['funnel.decoder.layers.0.attention.q_head.weight', [24, 24], '0 attention.q'], ['funnel.decoder.layers.0.attention.post_proj.weight', [24, 24], '0 attention.o'], ['funnel.decoder.layers.0.ffn.linear_1.weight', [56, 24], '0 ffn.up'],
  ],
  'diffusers': [['blocks.0.attn1.to_q.weight', [32, 32], '0 attention.q'], ['blocks.0.ff.net.0.proj.weight', [256, 32], '0 ffn.gateUp ?'], ['blocks.0.ff.net.2.weight', [32, 128], '0 ffn.down ?']],
  'modules with numbers for names': [
    ['blocks.2.sa.proj.weight', [32, 32], '2 attention.o'], ['blocks.2.ffwd.net.0.weight', [128, 32], '2 ffn.up ?'], ['blocks.2.ffwd.net.2.weight', [32, 128], '2 ffn.down ?'],
    ['layers.1.mlp.0.weight', [32, 32], '1 linear ?'], ['layers.1.mlp.2.weight', [32, 32], '1 linear ?'], ['mlp.0.weight', [64, 32], 'linear ?'], ['mlp.2.weight', [32, 64], 'linear ?'],
  ],
  'torch.nn.Transformer': [['encoder.layers.0.self_attn.in_proj_weight', [96, 32], '0 attention.qkv'], ['encoder.layers.0.self_attn.in_proj_bias', [96], '0 bias'], ['encoder.layers.0.linear1.weight', [64, 32], '0 ffn.up'], ['encoder.layers.0.linear2.weight', [32, 64], '0 ffn.down']],
};

describe('the place of tensors', () => {
  for (const [architecture, rows] of Object.entries(architectures)) {
    it(architecture, () => {
      const placed = placeTensors(rows.map(([name, shape]) => ({ name, shape, type: 'F32', bytes: 0 })), {});
      expect(placed.map((tensor) => [tensor.name, described(tensor)])).toEqual(rows.map(([name, , expected]) => [name, expected]));
    });
  }

  it('is the same behind the prefixes of wrappers', () => {
    const rows = architectures['LLaMA, Mistral, Qwen, Gemma'];
    for (const prefix of ['module.', '_orig_mod.', 'module._orig_mod.', 'base_model.model.', 'model.', '_forward_module._orig_mod.']) {
      const placed = placeTensors(rows.map(([name, shape]) => ({ name: prefix + name, shape, type: 'BF16', bytes: 0 })), {});
      expect(placed.map(described)).toEqual(rows.map(([, , expected]) => expected));
    }
  });

  it('says that a square matrix of either layout is assumed where nothing else tells', () => {
    const square = [{ name: 'h.0.attn.c_proj.weight', shape: [64, 64], type: 'F32', bytes: 0 }];
    expect(placeTensors(square, {}).map(described)).toEqual(['0 attention.o ?']);
    const wide = [...square, { name: 'h.0.mlp.c_fc.weight', shape: [64, 256], type: 'F32', bytes: 0 }];
    expect(placeTensors(wide, { 'model_args.n_embd': 64 }).map(described)).toEqual(['0 attention.o T', '0 ffn.up T']);
  });

  it('takes integers for nothing that is trained', () => {
    const tensors = [{ name: 'tokens', shape: [4, 5], type: 'I64', bytes: 0 }, { name: 'blk.0.ffn_up.weight', shape: [4, 256], type: 'IQ4_XS', bytes: 0 }];
    expect(placeTensors(tensors, {}).map(described)).toEqual(['other', '0 ffn.up']);
  });

  it('believes what the file itself says of its layout', () => {
    const [placed] = placeTensors([{ name: 'onnx::MatMul_123', shape: [64, 256], type: 'F32', bytes: 0, transposed: true }], {});
    expect(described(placed)).toBe('linear T ?');
  });
});

function described({ role, layer, transposed, assumed }: PlacedTensor): string {
  return [layer, role, transposed ? 'T' : null, assumed ? '?' : null].filter((part) => part !== null).join(' ');
}
