import type { Submodule } from '../../model/blueprint';

/** Which modules PEFT adapts: names or ends of names, and, where given, only in these layers; or a regular expression for whole names. */
export interface TargetModules {
  readonly target_modules: readonly string[] | string;
  readonly layers_to_transform?: readonly number[];
}

/**
 * What makes PEFT find exactly the chosen modules among all: kinds of modules and layers where the choice is all of these kinds in these
 * layers, else whole names; a regular expression where one whole name is the end of another. PEFT takes a module whose name is one of
 * target_modules or ends with a dot and one of them, and reads its layer from the first number between dots
 * (check_target_module_exists in peft/tuners/tuners_utils.py).
 */
export function targetModules(chosen: readonly string[], all: readonly string[]): TargetModules {
  return byKindAndLayer(chosen, all) ?? { target_modules: wholeNames(chosen, all) };
}

/** Names by which PEFT finds exactly these modules, or, where one is the end of another, an expression for all of them. */
export function wholeNames(chosen: readonly string[], all: readonly string[]): readonly string[] | string {
  return sameNames(targeted(all, { target_modules: chosen }), chosen) ? chosen : chosen.map(escaped).join('|');
}

function byKindAndLayer(chosen: readonly string[], all: readonly string[]): TargetModules | undefined {
  if (chosen.length === 0 || chosen.some((name) => blockOf(name) === undefined)) return undefined;
  const kinds = [...new Set(chosen.map((name) => shortKind(blockOf(name)?.kind ?? '', all)))];
  const layers = [...new Set(chosen.map((name) => blockOf(name)?.layer ?? NaN))].sort((a, b) => a - b);
  const everywhere = { target_modules: kinds };
  if (isComplete(all) && sameNames(targeted(all, everywhere), chosen)) return everywhere;
  const within = { target_modules: kinds, layers_to_transform: layers };
  return sameNames(targeted(all, within), chosen) ? within : undefined;
}

/** Layers that were frozen when gradients were measured are missing, but would be adapted where no layers are named. */
function isComplete(all: readonly string[]): boolean {
  const layers = [...new Set(all.map((name) => blockOf(name)?.layer ?? 0))].sort((a, b) => a - b);
  return layers.every((layer, i) => layer === i);
}

/** The layer of a module and what it is called within, as PEFT reads them. */
export function blockOf(name: string): { readonly layer: number; readonly kind: string } | undefined {
  const match = /^.*?\.[^.]*\.(\d+)\.(.+)$/.exec(name);
  return match ? { layer: Number(match[1]), kind: match[2] } : undefined;
}

/** The last part of a kind, where no other kind ends with it. */
function shortKind(kind: string, all: readonly string[]): string {
  const last = kind.slice(kind.lastIndexOf('.') + 1);
  const ending = new Set(all.flatMap((name) => (name.endsWith(`.${last}`) || name === last ? [blockOf(name)?.kind ?? name] : [])));
  return ending.size === 1 ? last : kind;
}

/** The names that PEFT adapts. An expression is taken for what `targetModules` writes: names with their special characters escaped, joined by bars. */
function targeted(all: readonly string[], { target_modules: targets, layers_to_transform: layers }: TargetModules): readonly string[] {
  return all.filter((name) => isTargeted(name, targets, layers));
}

/** Whether PEFT adapts a module of this name. */
export function isTargeted(name: string, targets: readonly string[] | string, layers?: readonly number[]): boolean {
  if (typeof targets === 'string') return targets.split('|').includes(escaped(name));
  if (targets.includes(name)) return true;
  if (!targets.some((target) => name.endsWith(`.${target}`))) return false;
  return layers === undefined || layers.length === 0 || layers.includes(blockOf(name)?.layer ?? NaN);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  const names = new Set(others);
  return some.length === names.size && some.every((name) => names.has(name));
}

/** Whether adapters are put on such modules: matrices in the blocks, not norms, embeddings, the head and experts that are one parameter. */
export function isAdaptable({ role, name }: Submodule): boolean {
  return !unadapted.has(role) && !/(?:^|\.)experts\.[a-z]\w*$/i.test(name);
}

const unadapted: ReadonlySet<Submodule['role']> = new Set(['norm', 'bias', 'embedding', 'head', 'recurrent', 'adapter.A', 'adapter.B', 'other']);
