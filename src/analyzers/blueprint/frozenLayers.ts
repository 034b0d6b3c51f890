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
 * no others. Every number of layers is tried at both ends, with the parts by energy per parameter. Undefined where nothing fits, and where
 * the blueprint does not have all layers, so that the last cannot be told.
 */
export function frozenLayers({ submodules }: Blueprint, budget: number): FrozenLayers | undefined {
  const whole = sizeOf(submodules);
  const layers = layerCount(submodules);
  const placed = submodules.map(placedModule);
  const tried = Array.from({ length: layers }, (_, i) => [i + 1, -(i + 1)]).flat().map((count) => {
    const { parts, modules } = partsWithin(placed, count, layers, budget * whole);
    return { freeze_trainable_layers: count, freeze_trainable_modules: parts, selection: selectionOf(modules, whole) };
  });
  const fitting = tried.filter(({ selection }) => selection.modules.length > 0);
  return fitting.sort((a, b) => b.selection.energyShare - a.selection.energyShare)[0];
}

/** Number of layers of a model, 0 where some between the first and the last are missing. */
export function layerCount(submodules: readonly Submodule[]): number {
  const layers = [...new Set(submodules.flatMap(({ name }) => blockOf(name)?.layer ?? []))].sort((a, b) => a - b);
  return layers.every((layer, i) => layer === i) ? layers.length : 0;
}

/**
 * What is trained with these values: parameters whose name has ".<layer>.<part>" anywhere in it, of the last layers or, where `count` is
 * negative, the first; "all" stands for every part (_setup_freeze_tuning in llamafactory/model/adapter.py).
 */
export function unfrozenModules(submodules: readonly Submodule[], count: number, layers: number, parts: readonly string[]): readonly Submodule[] {
  return unfrozen(submodules.map(placedModule), count, layers, parts);
}

/** A module with every number in its name and what stands behind it. */
interface PlacedModule {
  readonly module: Submodule;
  readonly places: readonly { readonly layer: number; readonly rest: string }[];
}

function placedModule(module: Submodule): PlacedModule {
  const { name } = module;
  return { module, places: [...name.matchAll(/\.(\d+)(?=\.)/g)].map((match) => ({ layer: Number(match[1]), rest: name.slice(match.index + match[0].length + 1) })) };
}

function unfrozen(modules: readonly PlacedModule[], count: number, layers: number, parts: readonly string[]): readonly Submodule[] {
  const [first, end] = count > 0 ? [Math.max(0, layers - count), layers] : [0, Math.min(-count, layers)];
  const isWanted = (rest: string) => parts.some((part) => part === 'all' || rest.startsWith(part));
  return modules.filter(({ places }) => places.some(({ layer, rest }) => layer >= first && layer < end && isWanted(rest))).map(({ module }) => module);
}

function partsWithin(placed: readonly PlacedModule[], count: number, layers: number, room: number): { readonly parts: readonly string[]; readonly modules: readonly Submodule[] } {
  const trained = (parts: readonly string[]) => unfrozen(placed, count, layers, parts);
  const found = [...partNames(placed)].map((part) => ({ part, density: densityOf(trained([part])) })).filter(({ density }) => density > 0);
  const taken: string[] = [];
  for (const { part } of found.sort((a, b) => b.density - a.density)) {
    if (sizeOf(trained([...taken, part])) <= room) taken.push(part);
  }
  return { parts: taken, modules: trained(taken) };
}

/** The parts that LLaMA-Factory knows: what stands behind the last 0 in a name, or behind the last 1 where there is no 0. */
function partNames(placed: readonly PlacedModule[]): ReadonlySet<string> {
  return new Set(placed.flatMap(({ places }) => {
    const found = [0, 1].map((layer) => places.filter((place) => place.layer === layer).pop()).find((place) => place !== undefined);
    return found ? [found.rest.split('.')[0]] : [];
  }));
}

function densityOf(modules: readonly Submodule[]): number {
  return modules.reduce((sum, { energyShare }) => sum + energyShare, 0) / sizeOf(modules);
}

function sizeOf(modules: readonly Submodule[]): number {
  return modules.reduce((sum, { parameters }) => sum + (parameters ?? NaN), 0);
}
