import type { Blueprint } from '../../model/blueprint';
import { formatStep } from '../../model/format';

/** What is known of the model that a configuration trains. */
export interface KnownModel {
  /** Numbers of values by module; null where only the name is known. */
  readonly modules: ReadonlyMap<string, number | null>;
  /** Where that is known from, as the end of a sentence: "the checkpoint ckpt.pt". */
  readonly from: string;
}

/** The first module of a blueprint that a model does not have, or has in another size, as a sentence; undefined where all fit. */
export function modelMismatch({ submodules }: Blueprint, { modules, from }: KnownModel): string | undefined {
  for (const { name, parameters } of submodules) {
    const size = modules.get(name);
    if (size === undefined) return `The blueprint is of another model: ${name} is not in ${from}.`;
    if (size !== null && parameters !== null && size !== parameters) return `The blueprint is of another model: ${name} has ${formatStep(parameters)} parameters in the blueprint and ${formatStep(size)} in ${from}.`;
  }
  return undefined;
}
