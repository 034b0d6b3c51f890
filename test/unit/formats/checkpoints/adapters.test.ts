import { describe, expect, it } from 'vitest';
import { parseAdapterConfig, readAdapterConfig } from '../../../../src/formats/checkpoints/adapterConfig';
import { adapterEigenvalues, pairAdapters } from '../../../../src/formats/checkpoints/adapters';
import type { StoredTensor } from '../../../../src/formats/checkpoints/checkpointFormat';
import { memoryFolder } from './openFixture';

describe('adapters', () => {
  it('pairs A and B of PEFT, torchtune, llama.cpp and kohya', () => {
    const q = 'base_model.model.model.layers.5.self_attn.q_proj';
    const tensors = [
      stored(`${q}.lora_A.default.weight`, [2, 6]), stored(`${q}.lora_B.default.weight`, [4, 2]),
      stored('layers.0.attn.v_proj.lora_a.weight', [2, 6]), stored('layers.0.attn.v_proj.lora_b.weight', [4, 2]),
      stored('blk.3.ffn_up.weight.lora_a', [2, 6]), stored('blk.3.ffn_up.weight.lora_b', [8, 2]),
      stored('transformer.wte.lora_embedding_A', [2, 50]), stored('transformer.wte.lora_embedding_B', [6, 2]),
      stored('lora_te_text_model_encoder_layers_1_mlp_fc1.lora_down.weight', [2, 6]), stored('lora_te_text_model_encoder_layers_1_mlp_fc1.lora_up.weight', [24, 2]),
      stored('conv.lora_A.weight', [2, 3, 3, 3]), stored('conv.lora_B.weight', [8, 2, 1, 1]),
      stored('alone.lora_A.weight', [2, 6]), stored('misfit.lora_A.weight', [2, 6]), stored('misfit.lora_B.weight', [4, 3]),
    ];
    const pairs = pairAdapters(tensors);
    expect(pairs.map(({ name, shape, rank, place: { role, layer } }) => [name, ...shape, rank, role, layer])).toEqual([
      [`${q}.BA`, 4, 6, 2, 'attention.q', 5],
      ['layers.0.attn.v_proj.BA', 4, 6, 2, 'attention.v', 0],
      ['blk.3.ffn_up.BA', 8, 6, 2, 'ffn.up', 3],
      ['transformer.wte.BA', 6, 50, 2, 'embedding', null],
      ['lora_te_text_model_encoder_layers_1_mlp_fc1.BA', 24, 6, 2, 'linear', null],
      ['conv.BA', 8, 27, 2, 'convolution', null],
    ]);
  });

  it('scales by alpha / r, per module where the configuration says so, and by alpha / √r where rank-stabilised', async () => {
    const text = JSON.stringify({ r: 2, lora_alpha: 16, alpha_pattern: { 'k_proj': 4 } });
    const config = await readAdapterConfig(memoryFolder({ 'adapter_config.json': new TextEncoder().encode(text) }));
    const pairs = pairAdapters(['q_proj', 'k_proj'].flatMap((name) => [stored(`m.${name}.lora_A.weight`, [2, 3], 1), stored(`m.${name}.lora_B.weight`, [4, 2], 1)]), config);
    expect(pairs.map(({ scaling, scalingKnown }) => [scaling, scalingKnown])).toEqual([[8, true], [2, true]]);
    const [largest, other] = await adapterEigenvalues(pairs[0]);
    expect(largest).toBeCloseTo(64 * 4 * 3 * 4, 9);
    expect(other).toBeCloseTo(0, 9);
    const stabilised = await readAdapterConfig(memoryFolder({ 'adapter_config.json': new TextEncoder().encode('{"lora_alpha": 16, "use_rslora": true}') }));
    expect(stabilised?.scalingOf('m.q_proj', 4)).toBe(8);
  });

  it('takes the keys of patterns for expressions for the ends of names', () => {
    const config = parseAdapterConfig(JSON.stringify({ lora_alpha: 8, alpha_pattern: { '^model\\.layers\\.0\\.mlp\\.up_proj': 2, '.*layers\\.1\\.mlp.*': 32, '(k|v)_proj': 4, '(a+)+_proj': 1 } }));
    const alphas = ['layers.0.mlp.up_proj', 'layers.1.mlp.up_proj', 'layers.1.self_attn.v_proj', 'layers.1.self_attn.q_proj', 'layers.1.self_attn.kv_proj', 'layers.1.self_attn.aa_proj']
      .map((name) => config?.scalingOf(`base_model.model.model.${name}`, 1));
    expect(alphas).toEqual([2, 32, 4, 8, 8, 8]);
  });

  it('forms a product for each of the experts that share A and B', async () => {
    const config = parseAdapterConfig('{"r": 1, "lora_alpha": 3, "target_parameters": ["mlp.experts.down_proj"]}');
    const a = { ...stored('base_model.model.model.layers.0.mlp.experts.lora_A.weight', [2, 2]), read: () => Promise.resolve(Float32Array.of(3, 4, 0, 1)) };
    const b = { ...stored('base_model.model.model.layers.0.mlp.experts.lora_B.weight', [2, 2]), read: () => Promise.resolve(Float32Array.of(1, 0, 0, 2)) };
    const pairs = pairAdapters([a, b], config);
    expect(pairs.map(({ name, rank, scaling }) => [name, rank, scaling])).toEqual([['base_model.model.model.layers.0.mlp.experts.BA[0]', 1, 3], ['base_model.model.model.layers.0.mlp.experts.BA[1]', 1, 3]]);
    // |(1, 0)|² · |(3, 4)|² · 3² and |(0, 2)|² · |(0, 1)|² · 3²
    expect(await Promise.all(pairs.map(async (pair) => (await adapterEigenvalues(pair))[0]))).toEqual([225, 36]);
  });

  it('puts the diagonal of AdaLoRA between B and A', async () => {
    const tensors = [stored('m.q_proj.lora_A', [2, 3], 1), stored('m.q_proj.lora_B', [4, 2], 1), stored('m.q_proj.lora_E', [2, 1], 0.5)];
    const [pair] = pairAdapters(tensors);
    expect((await adapterEigenvalues(pair))[0]).toBeCloseTo(0.25 * 4 * 3 * 4, 9);
  });

  it('does without a configuration that is missing or damaged', async () => {
    expect(await readAdapterConfig(memoryFolder({}))).toBeUndefined();
    expect(await readAdapterConfig(memoryFolder({ 'adapter_config.json': new TextEncoder().encode('{"lora_alpha": ') }))).toBeUndefined();
    const [pair] = pairAdapters([stored('a.lora_A.weight', [2, 3]), stored('a.lora_B.weight', [4, 2])]);
    expect([pair.scaling, pair.scalingKnown]).toEqual([1, false]);
  });
});

function stored(name: string, shape: readonly number[], value = 0): StoredTensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return { name, shape, type: 'F32', bytes: 4 * count, read: () => Promise.resolve(new Float32Array(count).fill(value)) };
}
