import { describe, expect, it } from 'vitest';
import { blendBlueprints } from '../../../../src/analyzers/blueprint/blendBlueprints';
import { blueprintOf } from '../../../../src/analyzers/blueprint/blueprintOf';
import { compareBlueprints } from '../../../../src/analyzers/blueprint/compareBlueprints';
import { selectModules } from '../../../../src/analyzers/blueprint/selectModules';
import { formattedSelection } from '../../../../src/analyzers/blueprint/selectionFormats';
import { readBlueprint } from '../../../../src/formats/blueprints/readBlueprint';
import type { Blueprint } from '../../../../src/model/blueprint';
import type { ModuleGradient } from '../../../../src/model/gradient';
import { defaultSettings } from '../../../../src/model/settings';
import { seededRandom } from '../../../../src/numerics/random';

type Norms = Readonly<Record<string, readonly [norm: number, parameters: number]>>;

/** As it comes back from a file that tells no places: they are found by name. */
function blueprint(norms: Norms): Blueprint {
  const modules = Object.entries(norms).map(([name, [gradNormMean, parameters]]): ModuleGradient => ({
    name, parameters, gradNormMean, gradNormMedian: null, gradNormStd: null, layer: null, role: 'linear', assumed: false,
  }));
  const made = blueprintOf({ source: 'recorder', scale: 'gradient', modules, model: null, batches: 3, notes: [] }, defaultSettings);
  if ('error' in made) throw new Error(made.error);
  const read = readBlueprint(JSON.stringify(made, (key, value: unknown) => (key === 'role' || key === 'layer' ? undefined : value)));
  if ('error' in read) throw new Error(read.error);
  return read;
}

/** A model of `layers` blocks in which the attention of some carries most. */
function llama(layers: number, strong: readonly number[]): Blueprint {
  const blocks = Array.from({ length: layers }, (_, i): Norms => ({
    [`model.layers.${i}.self_attn.q_proj`]: [strong.includes(i) ? 10 : 0.1, 100],
    [`model.layers.${i}.mlp.up_proj`]: [0.2, 300],
    [`model.layers.${i}.input_layernorm`]: [0.1, 10],
  }));
  return blueprint(Object.assign({ 'model.embed_tokens': [1, 1000] }, ...blocks));
}

describe('selectModules', () => {
  it('is within the budget and at least half as good as the best choice of all', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 40; round++) {
      const made = blueprint(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`m${i}`, [random(), 1 + Math.floor(random() * 50)]])));
      const budget = 0.2 + 0.6 * random();
      const found = selectModules(made, budget);
      const best = Math.max(...subsets(made, budget));
      if ('error' in found) expect(best).toBe(0);
      else {
        expect(found.parameterShare).toBeLessThanOrEqual(budget + 1e-12);
        expect(found.energyShare).toBeLessThanOrEqual(best + 1e-12);
        expect(found.energyShare).toBeGreaterThanOrEqual(best / 2);
      }
    }
  });

  it('says what a budget has to allow, and refuses without sizes', () => {
    expect(selectModules(blueprint({ a: [1, 30], b: [1, 70] }), 0.1)).toEqual({ error: 'A budget of 10 % is less than the smallest module takes: allow at least 30 %.' });
    expect(selectModules(blueprint({ a: [1, 30], b: [1, 70] }), 20)).toEqual({ error: expect.stringContaining('not 20') });
    const unsized = readBlueprint('{"schemaVersion":1,"submodules":[{"name":"a","gradNormMean":1}]}');
    expect('error' in unsized ? unsized : selectModules(unsized, 0.5)).toEqual({ error: expect.stringContaining('does not tell how many parameters') });
  });
});

function subsets({ submodules }: Blueprint, budget: number): readonly number[] {
  const whole = submodules.reduce((sum, { parameters }) => sum + (parameters ?? 0), 0);
  return Array.from({ length: 2 ** submodules.length }, (_, mask) => {
    const chosen = submodules.filter((_module, i) => mask & (1 << i));
    const size = chosen.reduce((sum, { parameters }) => sum + (parameters ?? 0), 0);
    return size <= budget * whole ? chosen.reduce((sum, { energyShare }) => sum + energyShare, 0) : 0;
  });
}

describe('formattedSelection', () => {
  const config = (made: Blueprint, budget: number, format: 'peft' | 'axolotl' | 'llamafactory') => {
    const found = formattedSelection(made, budget, format);
    if ('error' in found) throw new Error(found.error);
    return found.config;
  };

  it('writes kinds and layers where the choice is all of them', () => {
    const made = llama(4, [1, 3]);
    expect(config(made, 0.08, 'peft')).toEqual({ target_modules: ['q_proj'], layers_to_transform: [1, 3] });
    expect(config(made, 0.08, 'axolotl')).toEqual({
      lora_target_modules: ['q_proj'], peft_layers_to_transform: [1, 3],
      unfrozen_parameters: ['^model.layers.1.self_attn.q_proj(.[A-Za-z0-9_]+)?$', '^model.layers.3.self_attn.q_proj(.[A-Za-z0-9_]+)?$'],
    });
  });

  it('gives LLaMA-Factory whole names, since it knows no layers for adapters, and the best end of the model to freeze', () => {
    expect(config(llama(4, [2, 3]), 0.08, 'llamafactory')).toEqual({
      lora_target: 'model.layers.2.self_attn.q_proj,model.layers.3.self_attn.q_proj', freeze_trainable_layers: 2, freeze_trainable_modules: 'self_attn',
    });
    expect(config(llama(4, [0]), 0.05, 'llamafactory')).toMatchObject({ freeze_trainable_layers: -1 });
  });

  it('drops the layers where all are chosen', () => {
    expect(config(llama(3, [0, 1, 2]), 0.15, 'peft')).toEqual({ target_modules: ['q_proj'] });
  });

  it('never adapts norms and embeddings', () => {
    const { target_modules: targets } = config(llama(2, []), 1, 'peft') as { target_modules: string[] };
    expect([...targets].sort()).toEqual(['q_proj', 'up_proj']);
  });
});

describe('blendBlueprints', () => {
  const [released, local] = [blueprint({ a: [30, 10], b: [40, 10] }), blueprint({ a: [4, 10], b: [3, 10] })];

  it('is λ·released + (1 − λ)·local at the scale of the local one', () => {
    const blend = blendBlueprints(released, local, 0.25, defaultSettings);
    expect('error' in blend ? [] : blend.submodules.map(({ name, gradNormMean }) => [name, gradNormMean])).toEqual([['a', 3.75], ['b', 3.25]]);
  });

  it('refuses a blueprint of another model and names the first mismatch', () => {
    expect(blendBlueprints(blueprint({ a: [1, 10], c: [1, 10] }), local, 0.5, defaultSettings)).toEqual({ error: 'The blueprints are of different models: c is only in the first.' });
    expect(blendBlueprints(blueprint({ a: [1, 10], b: [0.5, 11] }), local, 0.5, defaultSettings)).toEqual({ error: 'The blueprints are of different models: b has 11 parameters in the first and 10 in the second.' });
    expect(blendBlueprints(blueprint({ a: [1, 10] }), local, 0.5, defaultSettings)).toEqual({ error: 'The blueprints are of different models: b is only in the second.' });
    expect(blendBlueprints(released, local, 2, defaultSettings)).toEqual({ error: expect.stringContaining('0 to 1, not 2') });
  });

  it('compares by shares', () => {
    const comparison = compareBlueprints(released, local);
    expect(comparison).toMatchObject({ rankCorrelation: expect.closeTo(-1, 12), commonEnergy: expect.closeTo(0.72, 12), changes: [{ name: expect.any(String) }, {}] });
  });
});

describe('readBlueprint', () => {
  it.each([
    ['[1]', 'is no gradient blueprint'],
    ['{"schemaVersion":2,"submodules":[]}', 'of version 2'],
    ['{"schemaVersion":1,"submodules":[{"name":"a"}]}', 'Submodule 1 of the blueprint needs a name and gradNormMean'],
    ['{"schemaVersion":1,"submodules":[{"name":"a","gradNormMean":-1}]}', 'a number from 0 up'],
    ['{"schemaVersion":1,"submodules":[{"name":"a","gradNormMean":1},{"name":"a","gradNormMean":1}]}', 'the submodule a twice'],
  ])('says what is wrong with %s', (text, sentence) => {
    expect(readBlueprint(text)).toEqual({ error: expect.stringContaining(sentence) });
  });
});
