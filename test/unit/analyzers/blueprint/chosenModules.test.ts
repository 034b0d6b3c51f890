import { describe, expect, it } from 'vitest';
import { blueprintOf } from '../../../../src/analyzers/blueprint/blueprintOf';
import { budgetShare } from '../../../../src/analyzers/blueprint/budgetShare';
import { chosenModules } from '../../../../src/analyzers/blueprint/chosenModules';
import { expressSelection } from '../../../../src/analyzers/blueprint/expressSelection';
import { targetModules } from '../../../../src/analyzers/blueprint/targetModules';
import { unfrozenParameters } from '../../../../src/analyzers/blueprint/unfrozenParameters';
import { placeOf } from '../../../../src/engine/gradients/moduleGradients';
import type { AdaptationWay, ConfigValues } from '../../../../src/model/adaptation';
import type { Blueprint } from '../../../../src/model/blueprint';
import { defaultSettings } from '../../../../src/model/settings';
import { seededRandom } from '../../../../src/numerics/random';

const kinds = ['self_attn.q_proj', 'self_attn.o_proj', 'mlp.up_proj', 'mlp.down_proj', 'input_layernorm'];
const names = ['model.embed_tokens', ...[0, 1, 2, 3].flatMap((layer) => kinds.map((kind) => `model.layers.${layer}.${kind}`)), 'model.norm', 'lm_head'];

function blueprint(seed = 1): Blueprint {
  const random = seededRandom(seed);
  const modules = names.map((name) => ({ name, parameters: 1 + Math.floor(random() * 40), gradNormMean: random() ** 3, gradNormMedian: null, gradNormStd: null, assumed: false, ...placeOf(name, [4, 4]) }));
  const made = blueprintOf({ source: 'recorder', scale: 'gradient', modules, model: null, batches: 1, notes: [] }, defaultSettings);
  if ('error' in made) throw new Error(made.error);
  return made;
}

const chosen = (way: AdaptationWay, values: ConfigValues) => chosenModules(way, values, blueprint().submodules)?.map(({ name }) => name).sort();

describe('chosenModules', () => {
  it.each<AdaptationWay>(['peft', 'axolotl adapter', 'axolotl', 'llamafactory lora', 'llamafactory freeze', 'names'])('reads back what expressSelection writes: %s', (way) => {
    for (let seed = 1; seed <= 25; seed++) {
      const made = blueprint(seed);
      const expressed = expressSelection(way, made, 0.05 + 0.03 * seed);
      if ('error' in expressed) throw new Error(expressed.error);
      const values = way === 'names' ? { requires_grad: expressed.values.names } : expressed.values;
      expect(chosenModules(way, values, made.submodules)?.map(({ name }) => name).sort()).toEqual(expressed.selection.modules.map(({ name }) => name).sort());
    }
  });

  it('knows the words for everything, and what is chosen where nothing is said', () => {
    const linear = names.filter((name) => /_proj$/.test(name)).sort();
    expect(chosen('peft', { target_modules: 'all-linear' })).toEqual(linear);
    expect(chosen('axolotl adapter', { lora_target_linear: true, lora_target_modules: ['q_proj'] })).toEqual(linear);
    expect(chosen('llamafactory lora', { lora_target: 'all' })).toEqual(linear);
    expect(chosen('axolotl', {})).toEqual([...names].sort());
    expect(chosen('llamafactory freeze', { finetuning_type: 'full' })).toEqual([...names].sort());
    expect(chosen('llamafactory freeze', { finetuning_type: 'freeze' })).toEqual(names.filter((name) => /layers\.[23]/.test(name)).sort());
  });

  it('follows regular expressions, but none that may take for ever', () => {
    expect(chosen('peft', { target_modules: String.raw`.*\.[02]\.mlp\.(up|down)_proj` })).toEqual(['model.layers.0.mlp.down_proj', 'model.layers.0.mlp.up_proj', 'model.layers.2.mlp.down_proj', 'model.layers.2.mlp.up_proj']);
    expect(chosen('axolotl', { unfrozen_parameters: ['^lm_head.weight$', 'model.layers.3[0-9]*.mlp.up_proj'] })).toEqual(['lm_head', 'model.layers.3.mlp.up_proj']);
    expect(chosen('peft', { target_modules: '(a+)+b' })).toBeUndefined();
    expect(chosen('peft', { target_modules: '(' })).toBeUndefined();
  });

  it('leaves out what is excluded or trained as a whole', () => {
    expect(chosen('peft', { target_modules: ['q_proj', 'up_proj'], layers_to_transform: 1, exclude_modules: ['up_proj'] })).toEqual(['model.layers.1.self_attn.q_proj']);
    expect(chosen('peft', { target_modules: ['q_proj', 'up_proj'], layers_to_transform: [1], modules_to_save: ['mlp'] })).toEqual(['model.layers.1.self_attn.q_proj']);
  });
});

describe('targetModules', () => {
  it('names layers where some of the model were frozen when gradients were measured', () => {
    const last = ['m.layers.2.q', 'm.layers.3.q', 'm.layers.2.v', 'm.layers.3.v'];
    expect(targetModules(['m.layers.2.q', 'm.layers.3.q'], last)).toEqual({ target_modules: ['q'], layers_to_transform: [2, 3] });
  });

  it('writes an expression where one name is the end of another', () => {
    const all = ['layers.0.q', 'vision.layers.0.q', 'layers.1.q'];
    expect(targetModules(['layers.0.q'], all)).toEqual({ target_modules: String.raw`layers\.0\.q` });
  });

  it('names the layer of a block, not the number of an expert', () => {
    const all = [0, 1].flatMap((layer) => [0, 1].map((expert) => `model.layers.${layer}.mlp.experts.${expert}.w1`));
    expect(targetModules(all.slice(2), all)).toEqual({ target_modules: ['mlp.experts.0.w1', 'mlp.experts.1.w1'], layers_to_transform: [1] });
  });
});

describe('unfrozenParameters', () => {
  it('leaves out parameters that stand in a chosen module and are not chosen', () => {
    expect(unfrozenParameters(['m.mixer'], ['m.mixer', 'm.mixer.A_log', 'm.mixer.in_proj'])).toEqual(['^m.mixer(?!(.A_log|.in_proj)$)(.[A-Za-z0-9_]+)?$']);
  });
});

describe('budgetShare', () => {
  const half = { ...blueprint(), model: { name: null, revision: null, parameters: 2e9 } };
  it.each([['20 %', 0.2], ['0.2', 0.2], ['.2', 0.2], ['400 M', 0.2], ['1 billion', 0.5], ['12 GiB', 12 * 2 ** 30 / 12 / 2e9], ['80 % time', 0.4], ['100 % of the time', 1], ['40 GB', 1]])('understands %s', (text, share) => {
    expect(budgetShare(text, half, defaultSettings)).toBeCloseTo(share, 12);
  });

  it.each(['', 'all', '0', '-1', '120 %', '20'])('refuses %j', (text) => {
    expect(budgetShare(text, half, defaultSettings)).toEqual({ error: expect.stringContaining('A budget is') });
  });
});
