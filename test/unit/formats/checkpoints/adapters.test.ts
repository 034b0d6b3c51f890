import { describe, expect, it } from 'vitest';
import { readAdapterConfig } from '../../../../src/formats/checkpoints/adapterConfig';
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
