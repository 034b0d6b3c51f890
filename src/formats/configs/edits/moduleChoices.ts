import { nameKeys, type AdaptationWay, type ConfigValues } from '../../../model/adaptation';
import type { ConfigValue } from '../../../model/config';
import type { ConfigMapping } from './configMapping';
import { configSyntax } from './configSyntax';

/** A place of a configuration that says which modules are trained. */
export interface ModuleChoice {
  readonly way: AdaptationWay;
  readonly path: ConfigMapping['path'];
  readonly values: ConfigValues;
  /** Zero-based line of each key that bears on the choice. */
  readonly lines: ReadonlyMap<string, number>;
  /** Zero-based line of each key of the mapping. */
  readonly allLines: ReadonlyMap<string, number>;
}

/** Every such place, none in a file that cannot be read whole. */
export function moduleChoices(path: string, text: string): readonly ModuleChoice[] {
  if (text.length > largestText || !mentionsModules.test(text)) return [];
  return (configSyntax(path)?.mappings(text) ?? []).flatMap((mapping) => {
    const way = wayOf(mapping);
    const lines = new Map([...mapping.lines].filter(([key]) => way && keysOf[way].includes(key)));
    return way && lines.size > 0 ? [{ way, path: mapping.path, values: mapping.values, lines, allLines: mapping.lines }] : [];
  });
}

const largestText = 1 << 20;
const mentionsModules = /target|unfrozen_parameters|finetuning_type|freeze_trainable|requires_grad|trainable_modules|base_model|peft_type|Config/;

/** The text with these values under the keys of a choice: null and false are only written over something else. A sentence where that cannot be done. */
export function withChoice(path: string, text: string, { way, path: mapping, values: present }: ModuleChoice, values: ConfigValues): string | { readonly error: string } {
  const syntax = configSyntax(path);
  let changed = text;
  for (const [key, value] of Object.entries(namedAsThere(way, values, present))) {
    if (value === undefined || isThere(value, key, present)) continue;
    const next = syntax?.withValue(changed, mapping, key, value, keysOf[way]);
    if (next === undefined) return { error: `${key} cannot be changed here: other places of the file refer to it.` };
    changed = next;
  }
  return changed;
}

/** A list of names stands under the key that the configuration has for it; what LLaMA-Factory takes as a text or a list stays what it is. */
function namedAsThere(way: AdaptationWay, values: ConfigValues, present: ConfigValues): ConfigValues {
  if (way === 'names') return { [nameKeys.find((key) => key in present) ?? nameKeys[0]]: values.names };
  if (!way.startsWith('llamafactory')) return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Array.isArray(value) && !Array.isArray(present[key]) ? value.join(',') : value]));
}

function isThere(value: ConfigValue, key: string, values: ConfigValues): boolean {
  const present = values[key];
  const isEmpty = !(key in values) || present === null || present === false || (Array.isArray(present) && present.length === 0);
  return value === null || value === false ? isEmpty : JSON.stringify(value) === JSON.stringify(present);
}

/** Keys that bear on which modules are trained, the most telling first. */
const keysOf: Readonly<Record<AdaptationWay, readonly string[]>> = {
  peft: ['target_modules', 'layers_to_transform', 'layers_pattern', 'r', 'peft_type'],
  'axolotl adapter': ['lora_target_modules', 'peft_layers_to_transform', 'lora_target_linear', 'lora_r', 'adapter'],
  axolotl: ['unfrozen_parameters', 'base_model'],
  'llamafactory lora': ['lora_target', 'lora_rank', 'finetuning_type'],
  'llamafactory freeze': ['freeze_trainable_layers', 'freeze_trainable_modules', 'finetuning_type'],
  names: nameKeys,
};

function wayOf({ callee, values, path }: ConfigMapping): AdaptationWay | undefined {
  if (callee !== '') return 'peft';
  if (path.length === 0 && 'base_model' in values && axolotlKeys.some((key) => key in values)) return values.adapter ? 'axolotl adapter' : 'axolotl';
  if ('finetuning_type' in values || 'lora_target' in values) return adapterless.has(values.finetuning_type) ? 'llamafactory freeze' : 'llamafactory lora';
  if ('target_modules' in values || 'peft_type' in values) return adaptable.has(values.peft_type ?? 'LORA') ? 'peft' : undefined;
  return nameKeys.some((key) => Array.isArray(values[key])) ? 'names' : undefined;
}

/** LLaMA-Factory trains with adapters where nothing is said. */
const adapterless: ReadonlySet<unknown> = new Set(['freeze', 'full']);
const axolotlKeys = ['adapter', 'datasets', 'micro_batch_size', 'sequence_len', 'unfrozen_parameters'];

/** Kinds of adapters that PEFT puts on target_modules within layers_to_transform. */
const adaptable: ReadonlySet<unknown> = new Set(['LORA', 'ADALORA', 'LOHA', 'LOKR', 'OFT', 'BOFT', 'VERA']);
