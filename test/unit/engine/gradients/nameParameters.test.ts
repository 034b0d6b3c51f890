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
