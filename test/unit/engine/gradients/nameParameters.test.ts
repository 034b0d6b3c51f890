import { describe, expect, it } from 'vitest';
import { moduleOf } from '../../../../src/engine/gradients/moduleName';
import { nameParameters } from '../../../../src/engine/gradients/nameParameters';
import { placeTensors } from '../../../../src/formats/checkpoints/place';

const tensors = (shapes: Readonly<Record<string, readonly number[]>>) => placeTensors(Object.entries(shapes).map(([name, shape]) => ({ name, shape, type: 'F32', bytes: 0 })), {});
const groupsOf = (...sizes: readonly number[]) => {
  let next = 0;
  return sizes.map((size) => ({ parameters: Array.from({ length: size }, () => next++), options: {} }));
};
const numbered = (shapes: readonly (readonly number[])[]) => new Map(shapes.map((shape, i) => [i, shape] as const));

describe('nameParameters', () => {
  const small = { 'a.weight': [4, 3], 'a.bias': [4], 'norm.weight': [5], 'b.weight': [2, 4] };

  it('is sure where every shape is found once', () => {
    const { names, notes } = nameParameters({ groups: groupsOf(4), shapes: numbered(Object.values(small)), tensors: tensors(small), registered: true });
    expect([...names.values()]).toEqual(Object.keys(small).map((name) => ({ name, assumed: false })));
    expect(notes).toEqual([]);
  });

  it('takes the rule of grouping whose shapes agree', () => {
    const shapes = numbered([[4, 3], [5], [2, 4], [4]]);
    const { names } = nameParameters({ groups: groupsOf(3, 1), shapes, tensors: tensors(small), registered: true });
    expect([...names.values()].map(({ name }) => name)).toEqual(['a.weight', 'norm.weight', 'b.weight', 'a.bias']);
  });

  it('assumes names where equal shapes could be swapped, and says so', () => {
    const twins = { 'layers.0.fc1.weight': [4, 4], 'layers.1.fc1.weight': [4, 4], 'head.weight': [7, 4] };
    const { names, notes } = nameParameters({ groups: groupsOf(3), shapes: numbered(Object.values(twins)), tensors: tensors(twins), registered: true });
    expect([...names.values()].map(({ assumed }) => assumed)).toEqual([true, true, false]);
    expect(notes).toEqual([expect.stringContaining('Names of 2 of 3 parameters are assumed')]);
  });

  it('puts the tensors of an alphabetical file into the order of the model', () => {
    const shapes = {
      'lm_head.weight': [9, 4], 'model.embed_tokens.weight': [9, 4], 'model.layers.0.input_layernorm.weight': [4], 'model.layers.0.mlp.up_proj.weight': [8, 4],
      'model.layers.0.self_attn.k_proj.weight': [2, 4], 'model.layers.0.self_attn.q_proj.weight': [4, 4], 'model.norm.weight': [4],
    };
    const question = { groups: groupsOf(5, 2), shapes: numbered([[9, 4], [4, 4], [2, 4], [8, 4], [9, 4], [4], [4]]), tensors: tensors(shapes), registered: false };
    expect([...nameParameters(question).names.values()].map(({ name }) => name)).toEqual([
      'model.embed_tokens.weight', 'model.layers.0.self_attn.q_proj.weight', 'model.layers.0.self_attn.k_proj.weight', 'model.layers.0.mlp.up_proj.weight',
      'lm_head.weight', 'model.layers.0.input_layernorm.weight', 'model.norm.weight',
    ]);
  });

  /** Names by a file in alphabetical order, with the shapes as the optimizer has them; groups of the sizes given. */
  const namesOf = (inOrder: Readonly<Record<string, readonly number[]>>, sizes: readonly number[], file = inOrder) => {
    const alphabetical = Object.fromEntries(Object.entries(file).sort(([a], [b]) => (a < b ? -1 : 1)));
    return nameParameters({ groups: groupsOf(...sizes), shapes: numbered(Object.values(inOrder)), tensors: tensors(alphabetical), registered: false });
  };

  it.each<[string, Readonly<Record<string, readonly number[]>>, readonly number[]]>([
    ['BERT, with norms in its embeddings and a classifier after its pooler', {
      'bert.embeddings.word_embeddings.weight': [96, 24], 'bert.embeddings.position_embeddings.weight': [512, 24], 'bert.embeddings.token_type_embeddings.weight': [2, 24],
      'bert.encoder.layer.0.attention.self.query.weight': [24, 24], 'bert.encoder.layer.0.intermediate.dense.weight': [56, 24], 'bert.encoder.layer.0.output.dense.weight': [24, 56],
      'bert.pooler.dense.weight': [24, 24], 'classifier.weight': [3, 24],
      'bert.embeddings.LayerNorm.weight': [24], 'bert.embeddings.LayerNorm.bias': [24], 'bert.encoder.layer.0.attention.self.query.bias': [24],
      'bert.encoder.layer.0.intermediate.dense.bias': [56], 'bert.encoder.layer.0.output.dense.bias': [24], 'bert.pooler.dense.bias': [24], 'classifier.bias': [3],
    }, [8, 7]],
    ['OPT, with its last norm before its blocks', {
      'model.decoder.embed_tokens.weight': [96, 24], 'model.decoder.embed_positions.weight': [66, 24],
      'model.decoder.layers.0.self_attn.k_proj.weight': [24, 24], 'model.decoder.layers.0.self_attn.q_proj.weight': [24, 24], 'model.decoder.layers.0.fc1.weight': [56, 24], 'model.decoder.layers.0.fc2.weight': [24, 56],
      'model.decoder.final_layer_norm.weight': [24], 'model.decoder.final_layer_norm.bias': [24],
      'model.decoder.layers.0.self_attn.k_proj.bias': [24], 'model.decoder.layers.0.self_attn.q_proj.bias': [24], 'model.decoder.layers.0.fc1.bias': [56], 'model.decoder.layers.0.fc2.bias': [24],
    }, [6, 6]],
    ['T5, an encoder before a decoder, whose tables of positions are called biases', {
      'shared.weight': [96, 24], 'encoder.block.0.layer.0.SelfAttention.q.weight': [20, 24], 'encoder.block.0.layer.1.DenseReluDense.wi.weight': [56, 24],
      'decoder.block.0.layer.0.SelfAttention.q.weight': [20, 24], 'decoder.block.0.layer.1.EncDecAttention.q.weight': [28, 24], 'decoder.block.0.layer.2.DenseReluDense.wi.weight': [56, 24],
      'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight': [32, 4], 'encoder.final_layer_norm.weight': [24],
      'decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight': [32, 4], 'decoder.final_layer_norm.weight': [24],
    }, [6, 4]],
    ['GPT-NeoX, whose head is called an embedding', {
      'gpt_neox.embed_in.weight': [96, 24], 'gpt_neox.layers.0.attention.query_key_value.weight': [72, 24], 'gpt_neox.layers.0.mlp.dense_h_to_4h.weight': [56, 24], 'embed_out.weight': [96, 24],
      'gpt_neox.final_layer_norm.weight': [24],
    }, [4, 1]],
    ['DoRA, A and B before the magnitudes', {
      'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight': [4, 24], 'base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight': [24, 4], 'base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector': [24],
      'base_model.model.model.layers.0.mlp.down_proj.lora_A.weight': [4, 56], 'base_model.model.model.layers.0.mlp.down_proj.lora_B.weight': [24, 4], 'base_model.model.model.layers.0.mlp.down_proj.lora_magnitude_vector': [24],
    }, [6]],
  ])('knows the order of %s', (_, inOrder, sizes) => {
    expect([...namesOf(inOrder, sizes).names.values()].map(({ name }) => name)).toEqual(Object.keys(inOrder));
  });

  it('stacks experts that were saved one by one', () => {
    const trained = {
      'model.embed_tokens.weight': [96, 24], 'model.layers.0.self_attn.q_proj.weight': [24, 24], 'model.layers.0.block_sparse_moe.gate.weight': [2, 24],
      'model.layers.0.block_sparse_moe.experts.gate_up_proj': [2, 112, 24], 'model.layers.0.block_sparse_moe.experts.down_proj': [2, 24, 56], 'model.norm.weight': [24],
    };
    const [embedding, query, gate, , , norm] = Object.entries(trained);
    const experts = [0, 1].flatMap((i) => [['w1', [56, 24]], ['w2', [24, 56]], ['w3', [56, 24]]].map(([matrix, shape]) => [`model.layers.0.block_sparse_moe.experts.${i}.${matrix}.weight`, shape]));
    const { names } = namesOf(trained, [5, 1], Object.fromEntries([embedding, query, gate, norm, ...experts]) as Record<string, readonly number[]>);
    expect([...names.values()].map(({ name }) => name)).toEqual(Object.keys(trained));
  });

  it('takes the last blocks for what is trained where others are frozen, and all names of them for assumed', () => {
    const blocks = [0, 1].flatMap((i) => [[`h.${i}.mlp.c_fc.weight`, [56, 24]], [`h.${i}.mlp.c_proj.weight`, [24, 56]]] as const);
    const file = Object.fromEntries([['wte.weight', [96, 24]], ...blocks, ['ln_f.weight', [24]]]) as Record<string, readonly number[]>;
    const { names, notes } = namesOf({ 'h.1.mlp.c_fc.weight': [56, 24], 'h.1.mlp.c_proj.weight': [24, 56] }, [2], file);
    // Muon holds all matrices of the blocks; here it is those of one block only.
    expect([...names.values()]).toEqual([{ name: 'h.1.mlp.c_fc.weight', assumed: true }, { name: 'h.1.mlp.c_proj.weight', assumed: true }]);
    expect(notes).toEqual([expect.stringContaining('its blocks from 1 on are taken for what is trained')]);
  });

  it('knows an optimizer of matrices alone', () => {
    const { names } = namesOf({ 'h.0.mlp.c_fc.weight': [56, 24], 'h.0.mlp.c_proj.weight': [24, 56] }, [2], { 'wte.weight': [96, 24], 'h.0.mlp.c_fc.weight': [56, 24], 'h.0.mlp.c_proj.weight': [24, 56], 'ln_f.weight': [24] });
    expect([...names.values()].map(({ name }) => name)).toEqual(['h.0.mlp.c_fc.weight', 'h.0.mlp.c_proj.weight']);
  });

  it('numbers what fits in no order', () => {
    const { names, notes } = nameParameters({ groups: groupsOf(4), shapes: numbered([[1], [2], [3], [4]]), tensors: tensors(small), registered: true });
    expect([...names.values()].map(({ name }) => name)).toEqual(['parameters.0', 'parameters.1', 'parameters.2', 'parameters.3']);
    expect(notes).toEqual([expect.stringContaining('agree with those of the model in no usual order')]);
  });

  it('keeps names that the optimizer has', () => {
    const { names, notes } = nameParameters({ groups: [], shapes: new Map([['a.weight', [4, 3]]]), tensors: tensors(small), registered: true });
    expect([...names.values()]).toEqual([{ name: 'a.weight', assumed: false }]);
    expect(notes).toEqual([]);
  });
});

describe('moduleOf', () => {
  it.each([
    ['transformer.h.0.attn.c_attn.weight', 'transformer.h.0.attn.c_attn'],
    ['module._orig_mod.layers.1.fc.bias', 'layers.1.fc'],
    ['base_model.model.model.layers.0.self_attn.q_proj.lora_A.default.weight', 'model.layers.0.self_attn.q_proj'],
    ['model.layers.0.self_attn.q_proj.base_layer.weight', 'model.layers.0.self_attn.q_proj'],
    ['attn.in_proj_weight', 'attn'],
    ['cls_token', 'cls_token'],
  ])('of %s is %s', (name, module) => {
    expect(moduleOf(name)).toBe(module);
  });
});
