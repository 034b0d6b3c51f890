import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../../src/formats/configs/duration';
import { parameterCount } from '../../../src/formats/configs/parameterCount';
import { isConfigPath, readConfig } from '../../../src/formats/configs/readConfig';
import { scheduleKind } from '../../../src/formats/configs/scheduleKind';
import type { Scalar } from '../../../src/formats/configs/settings';
import { seededRandom } from './seededRandom';

const folder = new URL('../../fixtures/configs/', import.meta.url);
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:ya?ml|json|py|toml)$/.test(name));

function read(name: string, text = textOf(name)) {
  const config = readConfig(name, text);
  if (!config) throw new Error(`${name} is not read`);
  return config;
}

/** What stands at the place that a key claims for its value. */
function textAt(name: string, key: string): string | undefined {
  const entry = read(name).entries.find((each) => each.key === key);
  return entry && textOf(name).split('\n')[entry.line].slice(entry.column, entry.endColumn);
}

describe('readConfig', () => {
  test('saved TrainingArguments', () => {
    expect(read('training_args.yaml')).toMatchObject({
      kind: 'hf-training-arguments',
      outputFolder: 'saves/llama-lora',
      plan: { maxSteps: 1200, schedule: 'cosine', warmupSteps: 36, peakRate: 1e-5, gradientAccumulation: 8, evalEverySteps: 100, logEverySteps: 10, maxGradNorm: 1 },
    });
    expect(read('training_args.yaml').plan.minRatio).toBeCloseTo(0.1, 12);
    expect(read('training_args.yaml').plan.maxEpochs).toBeUndefined();
    expect(textAt('training_args.yaml', 'learning_rate')).toBe('1e-05');
    expect(textAt('training_args.yaml', 'lr_scheduler_kwargs.min_lr')).toBe('1.0e-06');
  });

  test('TrainingArguments in JSON with a trailing comma and a schedule in three parts', () => {
    expect(read('training_args.json').plan).toMatchObject({ maxEpochs: 2, schedule: 'wsd', warmupSteps: 100, decayStart: 900 });
    expect(textAt('training_args.json', 'lr_scheduler_type')).toBe('"warmup_stable_decay"');
  });

  test('axolotl', () => {
    expect(read('axolotl.yml')).toMatchObject({ kind: 'axolotl', outputFolder: './outputs/lora-out', plan: { maxEpochs: 4, schedule: 'cosine', minRatio: 0.1, warmupSteps: 10, gradientAccumulation: 4 }, model: { contextLength: 4096 } });
    expect(textAt('axolotl.yml', 'datasets.0.path')).toBe('mhenrichsen/alpaca_2k_test');
  });

  test('LLaMA-Factory: a share of unknown steps stays unknown', () => {
    const { kind, plan } = read('llama_factory.yaml');
    expect(kind).toBe('llama-factory');
    expect(plan).toMatchObject({ maxEpochs: 3, schedule: 'cosine', peakRate: 1e-4 });
    expect(plan.warmupSteps).toBeUndefined();
  });

  test('Hydra, resolved and as overrides', () => {
    expect(read('hydra/.hydra/config.yaml')).toMatchObject({ kind: 'hydra', plan: { maxSteps: 5000, schedule: 'cosine', minRatio: 0.1, peakRate: 3e-4, maxGradNorm: 0.5 }, model: { layers: 6, classes: 10 } });
    expect(read('hydra/.hydra/overrides.yaml')).toMatchObject({ kind: 'hydra', plan: { maxSteps: 5000, peakRate: 3e-4 } });
    expect(textAt('hydra/.hydra/overrides.yaml', 'optimizer.lr')).toBe('0.0003');
  });

  test('Lightning', () => {
    expect(read('lightning/config.yaml')).toMatchObject({ kind: 'lightning', plan: { maxEpochs: 20, gradientAccumulation: 2, maxGradNorm: 1, peakRate: 0.001 }, model: { classes: 4 } });
    expect(textAt('lightning/config.yaml', 'trainer.callbacks.0.init_args.patience')).toBe('3');
    expect(read('lightning/hparams.yaml')).toMatchObject({ kind: 'lightning', plan: { maxEpochs: 5, peakRate: 0.01 } });
  });

  test('DeepSpeed with a comment', () => {
    expect(read('ds_config.json')).toMatchObject({ kind: 'deepspeed', plan: { maxSteps: 2000, schedule: 'linear', warmupSteps: 200, peakRate: 3e-5, gradientAccumulation: 4, maxGradNorm: 1 } });
  });

  test('nanoGPT: products and names are understood, calls are not run', () => {
    const { kind, plan, entries } = read('train_gpt2.py');
    expect(kind).toBe('nanogpt');
    expect(plan).toMatchObject({ maxSteps: 600000, schedule: 'cosine', warmupSteps: 2000, peakRate: 6e-4, gradientAccumulation: 40, tokensPerStep: 491520, evalEverySteps: 1000 });
    expect(plan.minRatio).toBeCloseTo(0.1, 12);
    expect(textAt('train_gpt2.py', 'gradient_accumulation_steps')).toBe('5 * 8');
    expect(textAt('train_gpt2.py', 'learning_rate')).toBe('6e-4');
    expect(entries.some(({ key }) => key === 'device' || key === 'import')).toBe(false);
  });

  test('llm-foundry', () => {
    expect(read('mpt-125m.yaml')).toMatchObject({
      kind: 'llm-foundry',
      plan: { maxSteps: 4800, schedule: 'cosine', warmupSteps: 100, minRatio: 0.1, peakRate: 6e-4, tokensPerStep: 256 * 2048, evalEverySteps: 500, maxGradNorm: 1 },
      model: { layers: 12, hiddenSize: 768, ffnSize: 3072, contextLength: 2048 },
    });
    expect(textAt('mpt-125m.yaml', 'max_duration')).toBe('4800ba');
  });

  test('a model and an adapter', () => {
    expect(read('gpt2.json')).toMatchObject({ kind: 'hf-model', model: { architecture: 'GPT2LMHeadModel', parameters: 124439808, layers: 12, ffnSize: 3072 } });
    expect(read('adapter_config.json')).toMatchObject({ kind: 'peft-adapter', plan: {} });
  });

  test('torchtitan decays over the last share of the steps', () => {
    expect(read('debug_model.toml')).toMatchObject({ kind: 'plain', plan: { maxSteps: 10, schedule: 'wsd', decayStart: 2, warmupSteps: 2, minRatio: 0, peakRate: 8e-4 } });
    expect(textAt('debug_model.toml', 'training.steps')).toBe('10');
  });

  test('a configuration of its own and one that W&B wrote', () => {
    expect(read('my.yaml', 'optim:\n  lr: 0.1\n  scheduler: inverse_sqrt\nepochs: 9\n')).toMatchObject({ kind: 'plain', plan: { peakRate: 0.1, schedule: 'inverse-sqrt', maxEpochs: 9 } });
    const wandb = 'wandb_version: 1\nlearning_rate:\n  desc: null\n  value: 0.01\nepochs:\n  desc: null\n  value: 4\nbatch_size:\n  value: 2\n';
    expect(read('files/config.yaml', wandb).plan).toMatchObject({ peakRate: 0.01, maxEpochs: 4 });
  });

  test.each([
    ['docker.yaml', 'services:\n  web:\n    image: nginx\n'],
    ['.github/workflows/ci.yml', 'jobs:\n  test:\n    steps:\n      - run: make\n'],
    ['settings.json', '{"editor.tabSize": 2}'],
    ['a.yaml', ''],
    ['a.json', '{'],
    ['train.py', 'import torch\nlr = 0.1\n'],
  ])('%s is no training configuration', (path, text) => {
    expect(readConfig(path, text)).toBeUndefined();
  });

  test.each(names)('%s has a configuration path, and every place holds its value', (name) => {
    if (name !== 'gpt2.json' && name !== 'mpt-125m.yaml') expect(isConfigPath(`/w/config/${name}`)).toBe(true);
    const lines = textOf(name).split('\n');
    for (const { key, value, line, column, endColumn } of read(name).entries) {
      const text = lines[line].slice(column, endColumn);
      expect(text, key).not.toBe('');
      if (typeof value === 'string') expect(text).toContain(value);
    }
  });
});

test.each(['/w/package.json', '/w/node_modules/a/config.yaml', '/w/mlruns/0/meta.yaml', '/w/tokenizer_config.json', '/w/src/model.py', '/w/.vscode/settings.json', '/w/pyproject.toml'])('%s is no configuration path', (path) => {
  expect(isConfigPath(path)).toBe(false);
});

describe('bad input', () => {
  test('of a broken file what is readable counts', () => {
    expect(read('c.yaml', `${textOf('training_args.yaml')}bad: [1, 2\n  : {{\n`).plan.maxSteps).toBe(1200);
    expect(read('c.json', textOf('training_args.json').replace('"warmup_steps": 100', '"warmup_steps":')).plan).toMatchObject({ peakRate: 5e-5 });
  });

  test('aliases cannot multiply', () => {
    const bomb = Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${Array<string>(10).fill(i === 0 ? '1' : `*a${i - 1}`).join(', ')}]`).join('\n');
    expect(read('c.yaml', `learning_rate: &rate 0.1\nmax_steps: 5\nlr: *rate\n${bomb}\n`).entries.length).toBeLessThan(5000);
  });

  test('__proto__ is a key like others', () => {
    const config = read('c.json', '{"__proto__": {"max_steps": 3}, "constructor": {"learning_rate": 1}, "lr": 0.1, "epochs": 2}');
    expect(config.entries.map(({ key }) => key)).toContain('__proto__.max_steps');
    expect(({} as Record<string, unknown>).max_steps).toBeUndefined();
  });

  test('absurd nesting is not followed', () => {
    for (const text of [`learning_rate: ${'['.repeat(100_000)}`, `{"learning_rate": ${'['.repeat(100_000)}`]) {
      expect(readConfig(text.startsWith('{') ? 'config.json' : 'config.yaml', text)).toBeUndefined();
    }
  });

  test('more than a megabyte is not read', () => {
    expect(readConfig('c.yaml', `${textOf('training_args.yaml')}# ${'x'.repeat(1 << 20)}`)).toBeUndefined();
  });

  test.each(names)('truncations and 200 corruptions of %s are survived', (name) => {
    const random = seededRandom(names.indexOf(name));
    const text = textOf(name);
    for (let length = 0; length < text.length; length += 7) expect(() => readConfig(name, text.slice(0, length))).not.toThrow();
    for (let round = 0; round < 200; round++) {
      const at = Math.floor(random() * text.length);
      const damaged = text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1 + Math.floor(random() * 3));
      expect(() => readConfig(name, damaged)).not.toThrow();
    }
  });
});

test.each([
  ['linear', 'linear'], ['cosine', 'cosine'], ['constant', 'constant'], ['constant_with_warmup', 'constant'], ['warmup_stable_decay', 'wsd'],
  ['cosine_with_min_lr', 'cosine'], ['inverse_sqrt', 'inverse-sqrt'], ['inverse-square-root', 'inverse-sqrt'], ['inv_sqrt_with_warmup', 'inverse-sqrt'],
  ['polynomial', 'polynomial'], ['cosine_with_restarts', 'other'], ['reduce_lr_on_plateau', 'other'], ['SchedulerType.COSINE', 'cosine'],
  ['torch.optim.lr_scheduler.CosineAnnealingLR', 'cosine'], ['WarmupDecayLR', 'linear'], ['none', undefined],
])('the scheduler %s is %s', (name, kind) => {
  expect(scheduleKind(name)).toBe(kind);
});

test.each([
  ['4800ba', { count: 4800, unit: 'ba' }], ['3ep', { count: 3, unit: 'ep' }], ['10Btok', { count: 1e10, unit: 'tok' }],
  ['0.05dur', { count: 0.05, unit: 'dur' }], [2, { count: 2, unit: 'ep' }], ['soon', undefined],
] as const)('the duration %s', (text, duration) => {
  expect(parseDuration(text)).toEqual(duration);
});

// Published sizes: the number of parameters that the models' authors or Transformers give.
test.each<[string, Record<string, Scalar>, number]>([
  ['GPT-2', { model_type: 'gpt2', n_embd: 768, n_layer: 12, n_positions: 1024, vocab_size: 50257 }, 124439808],
  ['BERT base', { model_type: 'bert', hidden_size: 768, num_hidden_layers: 12, intermediate_size: 3072, vocab_size: 30522, max_position_embeddings: 512, type_vocab_size: 2 }, 109482240],
  ['DistilBERT', { model_type: 'distilbert', dim: 768, n_layers: 6, hidden_dim: 3072, vocab_size: 30522, max_position_embeddings: 512 }, 66362880],
  ['Pythia 160M', { model_type: 'gpt_neox', hidden_size: 768, num_hidden_layers: 12, intermediate_size: 3072, vocab_size: 50304 }, 162322944],
  ['OPT 125M', { model_type: 'opt', hidden_size: 768, num_hidden_layers: 12, ffn_dim: 3072, vocab_size: 50272, max_position_embeddings: 2048, word_embed_proj_dim: 768 }, 125239296],
  ['Llama 2 7B', { model_type: 'llama', hidden_size: 4096, num_hidden_layers: 32, intermediate_size: 11008, num_attention_heads: 32, vocab_size: 32000 }, 6738415616],
  ['Llama 3 8B', { model_type: 'llama', hidden_size: 4096, num_hidden_layers: 32, intermediate_size: 14336, num_attention_heads: 32, num_key_value_heads: 8, vocab_size: 128256 }, 8030261248],
  ['Mixtral 8x7B', { model_type: 'mixtral', hidden_size: 4096, num_hidden_layers: 32, intermediate_size: 14336, num_attention_heads: 32, num_key_value_heads: 8, vocab_size: 32000, num_local_experts: 8 }, 46702792704],
  ['Qwen2 0.5B', { model_type: 'qwen2', hidden_size: 896, num_hidden_layers: 24, intermediate_size: 4864, num_attention_heads: 14, num_key_value_heads: 2, vocab_size: 151936, tie_word_embeddings: true }, 494032768],
])('%s has its published number of parameters', (_, settings, parameters) => {
  expect(parameterCount(new Map(Object.entries(settings)))).toBe(parameters);
});
