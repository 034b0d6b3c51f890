import { parse as parseYaml } from 'yaml';
import { describe, expect, it } from 'vitest';
import { moduleChoices, withChoice } from '../../../../../src/formats/configs/edits/moduleChoices';
import type { ConfigValues } from '../../../../../src/model/adaptation';

function changed(path: string, text: string, values: ConfigValues, index = 0): string {
  const choice = moduleChoices(path, text)[index];
  if (!choice) throw new Error('No choice of modules was found.');
  const result = withChoice(path, text, choice, values);
  if (typeof result !== 'string') throw new Error(result.error);
  return result;
}

const axolotl = `base_model: example/tiny
datasets:
  - path: example/notes
adapter: lora  # or qlora
lora_r: 8
lora_target_linear: true
lora_target_modules:
# the usual ones
- q_proj  # queries
- v_proj
# the rest
sequence_len: 512
`;

describe('choices of modules in YAML', () => {
  it('puts lists where they stand, in their style, and leaves everything else as it is', () => {
    const after = changed('axolotl.yml', axolotl, { lora_target_modules: ['q_proj', 'self_attn.k_proj'], peft_layers_to_transform: [1, 3], lora_target_linear: false, peft_layers_pattern: null });
    expect(after).toBe(axolotl.replace('# the usual ones\n- q_proj  # queries\n- v_proj\n', '- q_proj\n- self_attn.k_proj\npeft_layers_to_transform:\n  - 1\n  - 3\n').replace('linear: true', 'linear: false'));
  });

  it.each([
    ['in brackets', 'target_modules: [q_proj, v_proj] # both\nr: 8\n', 'target_modules: [up_proj] # both\nlayers_to_transform:\n  - 0\nr: 8\n'],
    ['without a value', 'r: 8\ntarget_modules:\n', 'r: 8\ntarget_modules:\n  - up_proj\nlayers_to_transform:\n  - 0\n'],
    ['without a last line break', 'r: 8\ntarget_modules: all-linear', 'r: 8\ntarget_modules:\n  - up_proj\nlayers_to_transform:\n  - 0'],
    ['with Windows line breaks', 'target_modules: [a]\r\nr: 8\r\n', 'target_modules: [up_proj]\r\nlayers_to_transform:\r\n  - 0\r\nr: 8\r\n'],
    ['in a section', 'lora:\n    r: 8\n    target_modules:\n        - a\ntrain: 1\n', 'lora:\n    r: 8\n    target_modules:\n        - up_proj\n    layers_to_transform:\n      - 0\ntrain: 1\n'],
    ['in braces', 'lora: {r: 8, target_modules: [a]}\n', 'lora: {r: 8, target_modules: [up_proj], layers_to_transform: [0]}\n'],
  ])('writes %s', (_, before, after) => {
    expect(changed('peft.yaml', before, { target_modules: ['up_proj'], layers_to_transform: [0] })).toBe(after);
  });

  it('quotes what YAML would take for something else', () => {
    const names = ['^model.layers.0.mlp(.[A-Za-z0-9_]+)?$', 'on', "it's", '1.5', 'a: b', 'naïve', ''];
    expect(parseYaml(changed('x.yml', 'base_model: a\nsequence_len: 1\n', { unfrozen_parameters: names }))).toMatchObject({ unfrozen_parameters: names });
  });

  it('does not change a value that others refer to', () => {
    const text = 'target_modules: &names [a]\nother: *names\n';
    expect(withChoice('x.yaml', text, moduleChoices('x.yaml', text)[0], { target_modules: ['b'] })).toEqual({ error: expect.stringContaining('other places of the file refer to it') });
  });

  it('leaves a broken file alone', () => {
    expect(moduleChoices('x.yaml', 'target_modules: [a\nr: 8\n')).toEqual([]);
    expect(moduleChoices('x.json', '{"target_modules": ["a"], ')).toEqual([]);
  });

  it('writes lists for LLaMA-Factory as the text that it splits, unless a list stands there', () => {
    const text = 'model_name_or_path: a\nfinetuning_type: lora\nlora_target: all\n';
    expect(changed('l.yaml', text, { lora_target: ['q_proj', 'model.layers.0.mlp.up_proj'], use_llama_pro: false })).toBe(text.replace('all', "'q_proj,model.layers.0.mlp.up_proj'"));
    expect(changed('l.yaml', text.replace('all', '[all]'), { lora_target: ['q_proj'] })).toBe(text.replace('all', '[q_proj]'));
    const full = text.replace('lora\n', 'full\n').replace('lora_target: all\n', '');
    expect(changed('l.yaml', full, { finetuning_type: 'freeze', freeze_trainable_layers: -2, freeze_trainable_modules: ['mlp', 'self_attn'] }))
      .toBe('model_name_or_path: a\nfinetuning_type: freeze\nfreeze_trainable_layers: -2\nfreeze_trainable_modules: \'mlp,self_attn\'\n');
  });
});

describe('choices of modules in JSON', () => {
  it('edits the keys in their places and keeps comments', () => {
    const before = '{\n    // mine\n    "peft_type": "LORA",\n    "target_modules": ["q_proj"],\n    "r": 8\n}\n';
    const after = changed('adapter_config.json', before, { target_modules: ['a', 'b'], layers_to_transform: [1], layers_pattern: null });
    expect(after).toContain('// mine');
    expect(JSON.parse(after.replace('// mine', ''))).toEqual({ peft_type: 'LORA', target_modules: ['a', 'b'], layers_to_transform: [1], r: 8 });
    expect(after.indexOf('layers_to_transform')).toBeGreaterThan(after.indexOf('target_modules'));
  });

  it('empties what restricts the choice otherwise, and only that', () => {
    const before = '{"peft_type": "LORA", "target_modules": ["a"], "layers_to_transform": [1], "layers_pattern": "h", "target_parameters": []}';
    expect(JSON.parse(changed('adapter_config.json', before, { target_modules: ['a'], layers_to_transform: null, layers_pattern: null, target_parameters: null })))
      .toEqual({ peft_type: 'LORA', target_modules: ['a'], layers_to_transform: null, layers_pattern: null, target_parameters: [] });
  });

  it('passes over adapters without these keys', () => {
    expect(moduleChoices('adapter_config.json', '{"peft_type": "PREFIX_TUNING", "r": 1}')).toEqual([]);
  });
});

describe('choices of modules in Python', () => {
  const script = `
config = LoraConfig(
    r=8,  # LoraConfig(target_modules=["x"])
    target_modules=["q_proj", 'v_proj'],
    task_type=TaskType.CAUSAL_LM,
)
other = peft.LoraConfig(r=rank, target_modules=pick(")"), layers_to_transform=range(4))
text = "LoraConfig(target_modules=1)"
class LoraConfig(Base): pass
dynamic = LoraConfig(**options, target_modules=["a"])
`;

  it('finds calls, not comments, texts, classes and calls with unpacked arguments', () => {
    expect(moduleChoices('train.py', script).map(({ values }) => [values.target_modules, values.layers_to_transform])).toEqual([[['q_proj', 'v_proj'], undefined], [undefined, undefined]]);
  });

  it('puts arguments in and replaces expressions', () => {
    expect(changed('train.py', script, { target_modules: ['a'], layers_to_transform: [0, 2], layers_pattern: null }))
      .toBe(script.replace(`["q_proj", 'v_proj']`, '["a"]').replace('"a"],\n', '"a"],\n    layers_to_transform=[0, 2],\n').replace(`["q_proj", 'v_proj'],\n`, ''));
    expect(changed('train.py', script, { target_modules: 'a|b', layers_to_transform: null }, 1)).toBe(script.replace('pick(")")', '"a|b"').replace('range(4)', 'None'));
    expect(changed('train.py', 'LoraConfig(r=1)', { target_modules: ['a'] })).toBe('LoraConfig(r=1, target_modules=["a"])');
  });
});
