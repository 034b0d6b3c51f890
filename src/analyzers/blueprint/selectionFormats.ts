import type { Blueprint } from '../../model/blueprint';
import { frozenLayers } from './frozenLayers';
import { selectModules, type ModuleSelection } from './selectModules';
import { isAdaptable, targetModules } from './targetModules';
import { unfrozenParameters } from './unfrozenParameters';

export const selectionFormats = ['names', 'peft', 'axolotl', 'llamafactory'] as const;
export type SelectionFormat = (typeof selectionFormats)[number];

/** A selection as the configuration of a framework expresses it. */
export interface FormattedSelection {
  readonly format: SelectionFormat;
  readonly budget: number;
  readonly selection: ModuleSelection;
  /** Keys and values of the configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** Chooses modules within a share of the parameters of the blueprint, of the kinds that the framework can choose; a sentence where there are none. */
export function formattedSelection(blueprint: Blueprint, budget: number, format: SelectionFormat): FormattedSelection | { readonly error: string } {
  const selection = selectModules(blueprint, budget, format === 'names' ? undefined : isAdaptable);
  if ('error' in selection) return selection;
  const notes = [...unnamedNote(selection), ...(format === 'names' ? [] : [adapterNote])];
  return { format, budget, selection, ...configOf(blueprint, selection, budget, format, notes) };
}

const adapterNote = 'Embeddings, norms and the head get no adapter and are left out; the budget counts the parameters of the adapted modules, not those of the adapters.';

type Written = Pick<FormattedSelection, 'config' | 'notes'>;

function configOf(blueprint: Blueprint, selection: ModuleSelection, budget: number, format: SelectionFormat, notes: readonly string[]): Written {
  if (format === 'names') return { config: { names: selection.modules.map(({ name }) => name) }, notes };
  const targets = targetModules(selection.modules, blueprint.submodules);
  if (format === 'peft') return { config: { ...targets }, notes };
  if (format === 'llamafactory') return llamaFactory(blueprint, selection, budget, notes);
  const { target_modules: modules, layers_to_transform: layers } = targets;
  const lora = { lora_target_modules: modules, ...(layers && { peft_layers_to_transform: layers }) };
  return { config: { ...lora, unfrozen_parameters: unfrozenParameters(selection.modules) }, notes: [...notes, 'Use lora_target_modules with an adapter, unfrozen_parameters without one.'] };
}

/** LLaMA-Factory hands lora_target to PEFT but no layers: modules of some layers need their whole names. */
function llamaFactory(blueprint: Blueprint, { modules }: ModuleSelection, budget: number, notes: readonly string[]): Written {
  const targets = targetModules(modules, blueprint.submodules);
  const names = targets.layers_to_transform ? modules.map(({ name }) => name) : targets.target_modules;
  const frozen = frozenLayers(blueprint, budget);
  const freeze = frozen && { freeze_trainable_layers: frozen.freeze_trainable_layers, freeze_trainable_modules: frozen.freeze_trainable_modules.join(',') };
  return { config: { lora_target: names.join(','), ...freeze }, notes: [...notes, ...(frozen ? [freezeNote(frozen.selection)] : [])] };
}

function freezeNote({ energyShare, parameterShare }: ModuleSelection): string {
  return `freeze_trainable_* can only choose the first or last layers: these hold ${(100 * parameterShare).toFixed(1)} % of the parameters and ${(100 * energyShare).toFixed(1)} % of the gradient energy.`;
}

function unnamedNote({ modules }: ModuleSelection): readonly string[] {
  const assumed = modules.filter((module) => module.assumed).length;
  return assumed === 0 ? [] : [`Names of ${assumed} of the ${modules.length} chosen modules are assumed; see the notes of the blueprint.`];
}
