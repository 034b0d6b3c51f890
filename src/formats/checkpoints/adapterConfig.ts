import { isRecord } from '../tables/isRecord';
import type { Folder } from './checkpointFormat';
import { parseObject } from './parseObject';

/** What adapter_config.json of PEFT says of the scaling of adapters. */
export interface AdapterConfig {
  /** alpha / r of the adapter of a module, or alpha / √r; undefined where alpha is not told. */
  scalingOf(module: string, rank: number): number | undefined;
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
  const alpha = config['lora_alpha'];
  const patterns = Object.entries(isRecord(config['alpha_pattern']) ? config['alpha_pattern'] : {});
  const stabilised = config['use_rslora'] === true;
  return {
    scalingOf(module, rank) {
      // Keys of a pattern are the ends of module names (peft.utils.get_pattern_key).
      const own = patterns.find(([end]) => module === end || module.endsWith(`.${end}`))?.[1] ?? alpha;
      return typeof own === 'number' ? own / (stabilised ? Math.sqrt(rank) : rank) : undefined;
    },
  };
}

const largest = 1 << 20;
