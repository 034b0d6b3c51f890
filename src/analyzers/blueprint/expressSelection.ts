import type { AdaptationWay, ConfigValues } from '../../model/adaptation';
import type { Blueprint, Submodule } from '../../model/blueprint';
import { formatPercent } from '../../model/format';
import { say } from '../../model/say';
import { frozenLayers, layerCount } from './frozenLayers';
import { selectModules, type ModuleSelection } from './selectModules';
import { isAdaptable, targetModules, wholeNames } from './targetModules';
import { unfrozenParameters } from './unfrozenParameters';

/** Modules that were chosen, and the keys by which a configuration chooses exactly these. */
export interface ExpressedSelection {
  readonly selection: ModuleSelection;
  /** null and false stand for keys that have to be absent or empty. */
  readonly values: ConfigValues;
  readonly notes: readonly string[];
}

/** What restricts a choice of modules beside its budget. */
export interface SelectionLimits {
  /** Modules that the configuration itself keeps from being chosen. */
  readonly isExcluded?: (name: string) => boolean;
  /** Names of all modules of the model with parameters, where they are known beside the blueprint. */
  readonly modules?: readonly string[];
}

type Refused = { readonly error: string };

/** Chooses modules within a share of the parameters of the blueprint, of those that this way can choose; a sentence where there are none. */
export function expressSelection(way: AdaptationWay, blueprint: Blueprint, budget: number, { isExcluded = () => false, modules = [] }: SelectionLimits = {}): ExpressedSelection | Refused {
  if (way === 'llamafactory freeze') return frozen(blueprint, budget);
  const selection = selectModules(blueprint, budget, (module) => (!takesAdapters(way) || isAdaptable(module)) && !isExcluded(module.name));
  if ('error' in selection) return selection;
  const all = [...new Set([...blueprint.submodules.map(({ name }) => name), ...modules])];
  const values = valuesOf(way, selection.modules.map(({ name }) => name), all);
  if (!values) return { error: say`LLaMA-Factory knows modules only by the ends of their names, which do not tell these apart: use PEFT with a regular expression.` };
  return { selection, values, notes: [...assumedNote(selection.modules), ...(takesAdapters(way) ? [adapterNote()] : [])] };
}

/** Whether the chosen modules get adapters instead of being trained themselves. */
export function takesAdapters(way: AdaptationWay): boolean {
  return adapterWays.has(way);
}

const adapterWays: ReadonlySet<AdaptationWay> = new Set<AdaptationWay>(['peft', 'axolotl adapter', 'llamafactory lora']);

function valuesOf(way: Exclude<AdaptationWay, 'llamafactory freeze'>, chosen: readonly string[], all: readonly string[]): ConfigValues | undefined {
  if (way === 'names') return { names: chosen };
  if (way === 'axolotl') return { unfrozen_parameters: unfrozenParameters(chosen, all) };
  const { target_modules: targets, layers_to_transform: layers } = targetModules(chosen, all);
  if (way === 'peft') return { target_modules: targets, layers_to_transform: layers ?? null, layers_pattern: null, target_parameters: null };
  if (way === 'axolotl adapter') {
    // axolotl refuses unfrozen_parameters beside layers to transform, and lora_target_linear adds every linear module.
    return { lora_target_modules: targets, peft_layers_to_transform: layers ?? null, peft_layers_pattern: null, lora_target_linear: false, lora_target_parameters: null, unfrozen_parameters: null };
  }
  // LLaMA-Factory hands lora_target to PEFT but no layers: modules of some layers need their whole names.
  return listed(layers ? wholeNames(chosen, all) : targets);
}

function listed(targets: readonly string[] | string): ConfigValues | undefined {
  return typeof targets === 'string' ? undefined : { lora_target: targets, use_llama_pro: false };
}

function frozen(blueprint: Blueprint, budget: number): ExpressedSelection | Refused {
  const found = frozenLayers(blueprint, budget);
  if (!found) return { error: layerCount(blueprint.submodules) === 0 ? say`The blueprint does not have all layers of the model, and LLaMA-Factory can only train the first or last.` : say`A budget of ${formatPercent(budget)} is less than any part of a layer takes: allow more.` };
  const { freeze_trainable_layers: layers, freeze_trainable_modules: parts, selection } = found;
  const values = { finetuning_type: 'freeze', freeze_trainable_layers: layers, freeze_trainable_modules: parts, freeze_extra_modules: null, use_llama_pro: false };
  return { selection, values, notes: [...assumedNote(selection.modules), freezeNote(selection)] };
}

function adapterNote(): string {
  return say`Embeddings, norms and the head get no adapter and are left out; the budget counts the parameters of the adapted modules, not those of the adapters.`;
}

function freezeNote({ energyShare, parameterShare }: ModuleSelection): string {
  return say`freeze_trainable_* can only choose the first or last layers: these hold ${(100 * parameterShare).toFixed(1)} % of the parameters and ${(100 * energyShare).toFixed(1)} % of the gradient energy.`;
}

function assumedNote(modules: readonly Submodule[]): readonly string[] {
  const assumed = modules.filter((module) => module.assumed).length;
  return assumed === 0 ? [] : [say`Names of ${assumed} of the ${modules.length} chosen modules are assumed; see the notes of the blueprint.`];
}
