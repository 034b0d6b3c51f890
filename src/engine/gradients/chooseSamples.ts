import type { CrossInfluence } from '../../analyzers/blueprint/crossInfluence';
import { jointSelection } from '../../analyzers/blueprint/jointSelection';
import { sampleSelection, type SampleSelection } from '../../analyzers/blueprint/sampleSelection';
import type { Blueprint } from '../../model/blueprint';
import type { JointSelection } from '../../model/gradientReport';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { Samples } from './samples';

/** Samples to train on, and, where norms by module are known, modules and samples chosen together. */
export interface ChosenSamples extends SampleSelection {
  readonly measure: Samples['measure'];
  readonly joint?: JointSelection;
}

/** Chooses among the samples of a model with this blueprint; a sentence where they are of another model or cannot be judged. */
export function chooseSamples({ ids, influence, measure, byModule }: Samples, blueprint: Blueprint, settings: Settings, share?: number): ChosenSamples | { readonly error: string } {
  const dataCost = { fixed: settings['blueprint.dataCostFixed'], perFraction: settings['blueprint.dataCostPerFraction'] };
  const chosen = sampleSelection(ids, influence, dataCost, share);
  if ('error' in chosen || !byModule) return 'error' in chosen ? chosen : { ...chosen, measure };
  const sized = withSizes(byModule, blueprint);
  const joint = 'error' in sized ? sized : jointSelection(sized, { fixed: settings['blueprint.costFixed'], perFraction: settings['blueprint.costPerFraction'] }, dataCost);
  return 'error' in joint ? joint : { ...chosen, measure, joint };
}

/** Without sizes where the blueprint does not know that of a module: then all count alike. */
function withSizes(influence: CrossInfluence, { submodules }: Blueprint): CrossInfluence | { readonly error: string } {
  const known = new Map(submodules.map(({ name, parameters }) => [name, parameters]));
  const stranger = influence.modules.find((module) => !known.has(module));
  if (stranger !== undefined) return { error: say`The samples are of another model than the blueprint, which has no module ${stranger}.` };
  const sizes = influence.modules.map((module) => known.get(module) ?? 0);
  return { ...influence, sizes: sizes.every((size) => size > 0) ? sizes : undefined };
}
