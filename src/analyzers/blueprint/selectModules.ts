import type { Blueprint, Submodule } from '../../model/blueprint';
import { formatPercent } from '../../model/format';
import { say } from '../../model/say';

/** Modules chosen for an update. */
export interface ModuleSelection {
  /** In the order of the model as far as names tell: by layer, then by name. */
  readonly modules: readonly Submodule[];
  /** Share of the parameters of the blueprint that they hold, at most the budget. */
  readonly parameterShare: number;
  /** Share of the gradient energy that they carry. */
  readonly energyShare: number;
}

/**
 * The modules that carry most gradient energy within a share of the parameters: taken by energy per parameter, passing over those that do
 * not fit any more; or the single most influential one, where that carries more. At least half of what the best choice carries
 * (the greedy bound of the knapsack). `eligible` says which may be chosen at all.
 */
export function selectModules(blueprint: Blueprint, budget: number, eligible: (module: Submodule) => boolean = () => true): ModuleSelection | { readonly error: string } {
  if (!(budget > 0 && budget <= 1)) return { error: say`The budget is a share of the parameters above 0 and up to 1, like 0.2, not ${budget}.` };
  const whole = blueprint.submodules.reduce((sum, { parameters }) => sum + (parameters ?? NaN), 0);
  if (!(whole > 0)) return { error: say`The blueprint does not tell how many parameters its modules have, so that no budget of parameters can be kept: make it from a checkpoint or a recorder file.` };
  const room = budget * whole * (1 + rounding);
  const candidates = blueprint.submodules.filter((module) => eligible(module) && (module.parameters ?? 0) > 0);
  const fitting = candidates.filter(({ parameters }) => (parameters ?? 0) <= room);
  if (fitting.length === 0) return { error: tooSmall(candidates, budget, whole) };
  const greedy = selectionOf(greedily(fitting, room), whole);
  const single = selectionOf([fitting.reduce((best, one) => (one.energyShare > best.energyShare ? one : best))], whole);
  return single.energyShare > greedy.energyShare ? single : greedy;
}

const rounding = 1e-12;

/** The selection of given modules. */
export function selectionOf(modules: readonly Submodule[], parametersOfAll: number): ModuleSelection {
  return {
    modules: [...modules].sort((a, b) => (a.layer ?? -1) - (b.layer ?? -1) || a.name.localeCompare(b.name, 'en', { numeric: true })),
    parameterShare: modules.reduce((sum, { parameters }) => sum + (parameters ?? 0), 0) / parametersOfAll,
    energyShare: modules.reduce((sum, { energyShare }) => sum + energyShare, 0),
  };
}

function greedily(modules: readonly Submodule[], room: number): readonly Submodule[] {
  let left = room;
  return [...modules].sort((a, b) => (b.gradNormPerSqrtParam ?? 0) - (a.gradNormPerSqrtParam ?? 0)).filter(({ parameters }) => {
    const fits = (parameters ?? Infinity) <= left;
    if (fits) left -= parameters ?? 0;
    return fits;
  });
}

function tooSmall(candidates: readonly Submodule[], budget: number, whole: number): string {
  const least = Math.min(...candidates.map(({ parameters }) => parameters ?? Infinity));
  return candidates.length === 0 ? say`The blueprint has no module that this format can choose.` : say`A budget of ${formatPercent(budget)} is less than the smallest module takes: allow at least ${formatPercent(least / whole)}.`;
}
