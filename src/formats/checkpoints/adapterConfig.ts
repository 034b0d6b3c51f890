import { plainPattern } from '../../model/plainPattern';
import { isRecord } from '../../model/isRecord';
import type { Folder } from './checkpointFormat';
import { parseObject } from './parseObject';

/** What adapter_config.json of PEFT says of the scaling of adapters. */
export interface AdapterConfig {
  /** alpha / r of the adapter of a module, or alpha / √r; undefined where alpha is not told. */
  scalingOf(module: string, rank: number): number | undefined;
  /** How many experts share the rows of A, where a stack of experts is adapted (target_parameters); else 1. */
  expertsOf(module: string, rows: number): number;
}

/** The configuration beside an adapter, or undefined where there is none that can be read. */
export async function readAdapterConfig(folder: Folder): Promise<AdapterConfig | undefined> {
  const source = folder.source('adapter_config.json');
  const size = (await source.stat())?.size ?? 0;
  if (size === 0 || size > largest) return undefined;
  return parseAdapterConfig(new TextDecoder().decode(await source.read(0, size)));
}

export function parseAdapterConfig(text: string): AdapterConfig | undefined {
  const config = parseObject(text);
  if (!config) return undefined;
  const alphas = patternsOf(config['alpha_pattern']);
  const ranks = patternsOf(config['rank_pattern']);
  const targets = Array.isArray(config['target_parameters']) ? config['target_parameters'].filter((one) => typeof one === 'string') : [];
  const stabilised = config['use_rslora'] === true;
  return {
    scalingOf(module, rank) {
      const own = valueOf(alphas, module) ?? config['lora_alpha'];
      return typeof own === 'number' ? own / (stabilised ? Math.sqrt(rank) : rank) : undefined;
    },
    expertsOf(module, rows) {
      const plain = plainName(module);
      const rank = valueOf(ranks, module) ?? config['r'];
      const isStack = targets.some((target) => `.${plain}`.endsWith(`.${target.replace(/\.[^.]*$/, '')}`));
      return isStack && typeof rank === 'number' && rank > 0 && rows % rank === 0 ? Math.max(1, rows / rank) : 1;
    },
  };
}

interface Pattern {
  readonly key: string;
  readonly expression: RegExp | undefined;
  readonly value: unknown;
}

/** Keys are expressions for the ends of module names (peft.utils.get_pattern_key). */
function patternsOf(value: unknown): readonly Pattern[] {
  return Object.entries(isRecord(value) ? value : {}).map(([key, own]) => ({ key, value: own, expression: plainPattern(key) }));
}

function valueOf(patterns: readonly Pattern[], module: string): unknown {
  const name = plainName(module);
  return patterns.find(({ key, expression }) => name === key || name.endsWith(`.${key}`) || endsOf(name, key).some((end) => expression?.test(end)))?.value;
}

/** What is left of a name behind each of its dots; of an expression for the beginning, only the whole. */
function endsOf(name: string, key: string): readonly string[] {
  const segments = name.split('.');
  return key.startsWith('^') ? [name] : segments.map((_, i) => segments.slice(i).join('.'));
}

function plainName(module: string): string {
  return module.replace(/^base_model\.model\./, '').replace(/\.base_layer(?=\.|$)/g, '');
}

const largest = 1 << 20;
