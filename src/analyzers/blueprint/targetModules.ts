import type { Submodule } from '../../model/blueprint';

/** Which modules PEFT adapts: names or ends of names, and, where given, only in these layers. */
export interface TargetModules {
  readonly target_modules: readonly string[];
  readonly layers_to_transform?: readonly number[];
}

/**
 * Names by which PEFT finds exactly the chosen modules among all: kinds of modules and layers where the choice is all of these kinds in
 * these layers, else whole names. PEFT takes a module whose name is one of target_modules or ends with a dot and one of them, and reads
 * its layer from the first number between dots (check_target_module_exists in peft/tuners/tuners_utils.py).
 */
export function targetModules(chosen: readonly Submodule[], all: readonly Submodule[]): TargetModules {
  return byKindAndLayer(chosen, all) ?? { target_modules: chosen.map(({ name }) => name) };
}

function byKindAndLayer(chosen: readonly Submodule[], all: readonly Submodule[]): TargetModules | undefined {
  if (chosen.length === 0 || chosen.some(({ name }) => blockOf(name) === undefined)) return undefined;
  const kinds = [...new Set(chosen.map(({ name }) => shortKind(blockOf(name)?.kind ?? '', all)))];
  const layers = [...new Set(chosen.map(({ name }) => blockOf(name)?.layer ?? NaN))].sort((a, b) => a - b);
  const matching = (targets: TargetModules) => all.filter(({ name }) => isTargeted(name, targets));
  const everywhere = { target_modules: kinds };
  if (sameModules(matching(everywhere), chosen)) return everywhere;
  const within = { target_modules: kinds, layers_to_transform: layers };
  return sameModules(matching(within), chosen) ? within : undefined;
}

/** The layer of a module and what it is called within, as PEFT reads them. */
export function blockOf(name: string): { readonly layer: number; readonly kind: string } | undefined {
  const match = /^.*?\.[^.]*\.(\d+)\.(.+)$/.exec(name);
  return match ? { layer: Number(match[1]), kind: match[2] } : undefined;
}

/** The last part of a kind, where no other kind ends with it. */
function shortKind(kind: string, all: readonly Submodule[]): string {
  const last = kind.slice(kind.lastIndexOf('.') + 1);
  const ending = new Set(all.flatMap(({ name }) => (name.endsWith(`.${last}`) || name === last ? [blockOf(name)?.kind ?? name] : [])));
  return ending.size === 1 ? last : kind;
}

/** Whether PEFT adapts a module of this name. */
export function isTargeted(name: string, { target_modules: targets, layers_to_transform: layers }: TargetModules): boolean {
  if (targets.includes(name)) return true;
  if (!targets.some((target) => name.endsWith(`.${target}`))) return false;
  return layers === undefined || layers.includes(blockOf(name)?.layer ?? NaN);
}

function sameModules(some: readonly Submodule[], others: readonly Submodule[]): boolean {
  const names = new Set(others.map(({ name }) => name));
  return some.length === names.size && some.every(({ name }) => names.has(name));
}

/** Whether adapters are put on modules of this role: matrices in the blocks, not norms, embeddings and the head. */
export function isAdaptable({ role }: Submodule): boolean {
  return !unadapted.has(role);
}

const unadapted: ReadonlySet<Submodule['role']> = new Set(['norm', 'bias', 'embedding', 'head', 'adapter.A', 'adapter.B', 'other']);
