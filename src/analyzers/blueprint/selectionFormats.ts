import type { AdaptationWay, ConfigValues } from '../../model/adaptation';
import type { Blueprint, Submodule } from '../../model/blueprint';
import { expressSelection, type ExpressedSelection } from './expressSelection';
import type { ModuleSelection } from './selectModules';
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
  const main = expressSelection(waysOf[format], blueprint, budget);
  if ('error' in main) return main;
  const beside = besides[format]?.(blueprint, budget, main.selection);
  return { format, budget, selection: main.selection, config: { ...shown(main.values, format), ...shown(beside?.values ?? {}, format) }, notes: [...main.notes, ...beside?.notes ?? []] };
}

const waysOf: Readonly<Record<SelectionFormat, AdaptationWay>> = { names: 'names', peft: 'peft', axolotl: 'axolotl adapter', llamafactory: 'llamafactory lora' };

/** What frameworks that train with adapters or without take for the latter. */
const besides: Partial<Record<SelectionFormat, (blueprint: Blueprint, budget: number, selection: ModuleSelection) => Pick<ExpressedSelection, 'values' | 'notes'> | undefined>> = {
  axolotl: ({ submodules }, _, { modules }) => ({
    values: { unfrozen_parameters: unfrozenParameters(namesOf(modules), namesOf(submodules)) },
    notes: ['Use lora_target_modules with an adapter, unfrozen_parameters without one.'],
  }),
  llamafactory: (blueprint, budget) => {
    const frozen = expressSelection('llamafactory freeze', blueprint, budget);
    return 'error' in frozen ? undefined : frozen;
  },
};

function namesOf(modules: readonly Submodule[]): readonly string[] {
  return modules.map(({ name }) => name);
}

/** Keys that have to be empty are left out, and what only an edit has to change; LLaMA-Factory takes lists as texts. */
function shown(values: ConfigValues, format: SelectionFormat): ConfigValues {
  const kept = Object.entries(values).filter(([key, value]) => value !== null && value !== false && key !== 'finetuning_type');
  return Object.fromEntries(kept.map(([key, value]) => [key, format === 'llamafactory' && Array.isArray(value) ? value.join(',') : value]));
}
