import { nameKeys, type AdaptationWay, type ConfigValues } from '../../model/adaptation';
import type { Submodule } from '../../model/blueprint';
import type { ConfigValue } from '../../model/config';
import { takesAdapters } from './expressSelection';
import { layerCount, unfrozenModules } from './frozenLayers';
import { isAdaptable, isTargeted } from './targetModules';
import { plainPattern } from '../../model/plainPattern';

/** The modules that a configuration chooses as it stands; undefined where that cannot be told. */
export function chosenModules(way: AdaptationWay, values: ConfigValues, submodules: readonly Submodule[]): readonly Submodule[] | undefined {
  const isExcluded = exclusion(values);
  if (!isExcluded) return undefined;
  const chosen = readers[way](values, submodules);
  return takesAdapters(way) ? chosen?.filter(({ name }) => !isExcluded(name)) : chosen;
}

/** Which modules a configuration keeps from getting an adapter (exclude_modules, modules_to_save); undefined where that cannot be told. */
export function exclusion(values: ConfigValues): ((name: string) => boolean) | undefined {
  const excluded = values.exclude_modules ?? values.lora_exclude_modules ?? [];
  const whole = [values.modules_to_save, values.lora_modules_to_save, values.additional_target].flatMap((value) => listOf(value) ?? []);
  const pattern = typeof excluded === 'string' ? plainPattern(excluded) : undefined;
  const ends = typeof excluded === 'string' ? [] : listOf(excluded);
  if (!ends || (typeof excluded === 'string' && !pattern)) return undefined;
  return (name) => (pattern?.test(name) ?? false) || isTargeted(name, ends) || whole.some((saved) => `.${name}.`.includes(`.${saved}.`));
}

type Reader = (values: ConfigValues, submodules: readonly Submodule[]) => readonly Submodule[] | undefined;

const readers: Readonly<Record<AdaptationWay, Reader>> = {
  peft: (values, submodules) => adapted(values.target_modules, values.layers_to_transform, values.layers_pattern, submodules),
  'axolotl adapter': (values, submodules) => {
    const own = adapted(values.lora_target_modules ?? [], values.peft_layers_to_transform, values.peft_layers_pattern, submodules);
    return values.lora_target_linear === true ? adapted('all-linear', values.peft_layers_to_transform, values.peft_layers_pattern, submodules) : own;
  },
  axolotl: ({ unfrozen_parameters: patterns }, submodules) => {
    if (isEmpty(patterns)) return submodules;
    const expressions = listOf(patterns)?.map(axolotlPattern);
    return expressions?.every((one) => one !== undefined) ? submodules.filter(({ name }) => expressions.some((one) => one.test(`${name}.weight`) || one.test(name))) : undefined;
  },
  'llamafactory lora': ({ lora_target: target, use_llama_pro: expanded }, submodules) => (expanded === true ? undefined : adapted(target === undefined ? 'all' : listOf(target), null, null, submodules)),
  'llamafactory freeze': (values, submodules) => {
    if (values.finetuning_type === 'full') return submodules;
    const [count, parts] = [values.freeze_trainable_layers ?? defaultLayers, listOf(values.freeze_trainable_modules ?? 'all')];
    const layers = layerCount(submodules);
    return typeof count !== 'number' || !parts || layers === 0 || values.use_llama_pro === true ? undefined : unfrozenModules(submodules, count, layers, parts);
  },
  names: (values, submodules) => {
    const names = nameKeys.map((key) => listOf(values[key])).find((list) => list !== undefined);
    return names && submodules.filter(({ name }) => names.some((one) => name === one || name.startsWith(`${one}.`) || one.startsWith(`${name}.`)));
  },
};

/** Layers that LLaMA-Factory trains with finetuning_type freeze where nothing is said. */
const defaultLayers = 2;

function adapted(targets: ConfigValue | undefined, layers: ConfigValue | undefined, pattern: ConfigValue | undefined, submodules: readonly Submodule[]): readonly Submodule[] | undefined {
  const within = isEmpty(layers) ? undefined : numbersOf(layers);
  if ((!isEmpty(layers) && !within) || !isEmpty(pattern)) return undefined;
  const all = typeof targets === 'string' ? targets === 'all-linear' || targets === 'all' : Array.isArray(targets) && targets.length === 1 && targets[0] === 'all';
  if (all) return submodules.filter((module) => isAdaptable(module) && (!within || within.includes(module.layer ?? NaN)));
  if (typeof targets === 'string') {
    const expression = plainPattern(targets);
    return expression && submodules.filter(({ name }) => expression.test(name));
  }
  const names = listOf(targets);
  return names && submodules.filter(({ name }) => isTargeted(name, names, within));
}

/** As axolotl matches them: from the start, with dots standing for themselves. */
function axolotlPattern(pattern: string): RegExp | undefined {
  return plainPattern(pattern.replace(/\[\d*:?\d*\]$/, '').replace(/\.(?!\+)/g, '\\.'), '');
}

function isEmpty(value: ConfigValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Texts of a list, or of a text with commas between them. */
function listOf(value: ConfigValue | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(',').map((one) => one.trim()).filter((one) => one !== '');
  return Array.isArray(value) && value.every((one): one is string => typeof one === 'string') ? value : undefined;
}

function numbersOf(value: ConfigValue | undefined): readonly number[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((one): one is number => typeof one === 'number') ? list : undefined;
}
