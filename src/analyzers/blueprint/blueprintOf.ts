import { blueprintVersion, type Blueprint, type Submodule } from '../../model/blueprint';
import type { GradientMeasurement, ModuleGradient } from '../../model/gradient';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import { rankFit } from './rankFit';
import { recommendation } from './recommendation';

/** The blueprint of measured gradient norms; a sentence where nothing carries a gradient. */
export function blueprintOf(measurement: GradientMeasurement, settings: Settings): Blueprint | { readonly error: string } {
  const { modules, model, batches, source, scale, notes } = measurement;
  const measured = modules.filter(({ gradNormMean }) => Number.isFinite(gradNormMean));
  const submodules = rankedSubmodules(measured);
  if (!submodules.some(({ gradNormMean }) => gradNormMean > 0)) return { error: say`No module has a gradient above 0: measure after some steps of training.` };
  return {
    schemaVersion: blueprintVersion,
    model: { name: model, revision: null, parameters: sizeOf(submodules) },
    task: null, batches, loss: null, norm: 'l2', source, scale, submodules,
    ...derived(submodules, settings),
    notes: [...notes, ...leftOut(modules, measured), ...unsized(submodules)],
  };
}

/** What follows from the norms and the costs. */
export function derived(submodules: readonly Submodule[], settings: Settings): Pick<Blueprint, 'rankFit' | 'recommendation'> {
  const cost = { fixed: settings['blueprint.costFixed'], perFraction: settings['blueprint.costPerFraction'] };
  return { rankFit: rankFit(submodules.map(({ gradNormMean }) => gradNormMean)), recommendation: recommendation(submodules, cost) };
}

/** The largest norm first, with what follows from the norms. */
export function rankedSubmodules(modules: readonly ModuleGradient[]): readonly Submodule[] {
  const energy = modules.reduce((sum, { gradNormMean }) => sum + gradNormMean ** 2, 0);
  return modules.map((module) => ({
    ...module,
    gradNormPerSqrtParam: module.parameters === null ? null : module.gradNormMean / Math.sqrt(module.parameters),
    energyShare: energy > 0 ? module.gradNormMean ** 2 / energy : 0,
  })).sort((a, b) => b.gradNormMean - a.gradNormMean);
}

/** Number of values in all submodules; null where that of one is unknown. */
export function sizeOf(submodules: readonly Submodule[]): number | null {
  return submodules.reduce<number | null>((sum, { parameters }) => (sum === null || parameters === null ? null : sum + parameters), 0);
}

function leftOut(all: readonly ModuleGradient[], measured: readonly ModuleGradient[]): readonly string[] {
  const lost = all.filter((module) => !measured.includes(module));
  return lost.length === 0 ? [] : [say`${lost.length} modules are left out because their gradients are not finite: ${lost.slice(0, 3).map(({ name }) => name).join(', ')}.`];
}

function unsized(submodules: readonly Submodule[]): readonly string[] {
  const unknown = submodules.find(({ parameters }) => parameters === null);
  return unknown ? [say`Numbers of parameters are unknown (${unknown.name} is the first): shares k are shares of the modules.`] : [];
}
