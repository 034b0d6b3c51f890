import type { Blueprint, Submodule } from '../../model/blueprint';
import { selectionOf, type ModuleSelection } from './selectModules';
import { blockOf } from './targetModules';

/** What LLaMA-Factory trains with finetuning_type freeze. */
export interface FrozenLayers {
  /** The last n layers; the first n where negative. */
  readonly freeze_trainable_layers: number;
  /** Direct children of a block. */
  readonly freeze_trainable_modules: readonly string[];
  readonly selection: ModuleSelection;
}

/**
 * The first or last layers and the parts of them that carry most gradient energy within a share of the parameters: LLaMA-Factory can choose
 * no others. Every number of layers is tried at both ends, with the parts by energy per parameter. Undefined where nothing fits.
 */
export function frozenLayers({ submodules }: Blueprint, budget: number): FrozenLayers | undefined {
  const whole = submodules.reduce((sum, { parameters }) => sum + (parameters ?? NaN), 0);
  const layers = [...new Set(submodules.flatMap(({ name }) => blockOf(name)?.layer ?? []))].sort((a, b) => a - b);
  const tried = layers.flatMap((_, i) => [layers.slice(layers.length - 1 - i), layers.slice(0, i + 1)].map((end, at) => {
    const parts = partsWithin(submodules.filter(({ name }) => end.includes(blockOf(name)?.layer ?? NaN)), budget * whole);
    return { freeze_trainable_layers: at === 0 ? i + 1 : -(i + 1), freeze_trainable_modules: parts.names, selection: selectionOf(parts.modules, whole) };
  }));
  const fitting = tried.filter(({ selection }) => selection.modules.length > 0);
  return fitting.sort((a, b) => b.selection.energyShare - a.selection.energyShare)[0];
}

function partsWithin(modules: readonly Submodule[], room: number): { readonly names: readonly string[]; readonly modules: readonly Submodule[] } {
  const parts = new Map<string, Submodule[]>();
  for (const module of modules) {
    const part = (blockOf(module.name)?.kind ?? '').split('.')[0];
    parts.set(part, [...parts.get(part) ?? [], module]);
  }
  const sized = [...parts].map(([name, own]) => ({ name, own, size: sum(own, ({ parameters }) => parameters ?? NaN), energy: sum(own, ({ energyShare }) => energyShare) }));
  let left = room;
  const taken = sized.sort((a, b) => b.energy / b.size - a.energy / a.size).filter(({ size }) => size <= left && (left -= size) >= 0);
  return { names: taken.map(({ name }) => name), modules: taken.flatMap(({ own }) => own) };
}

function sum(modules: readonly Submodule[], of: (module: Submodule) => number): number {
  return modules.reduce((total, module) => total + of(module), 0);
}
