import type { Blueprint } from '../../model/blueprint';
import { formatStep } from '../../model/format';
import { say } from '../../model/say';

/** What is known of the model that a configuration trains. */
export interface KnownModel {
  /** Numbers of values by module; null where only the name is known. */
  readonly modules: ReadonlyMap<string, number | null>;
  /** Where that is known from, as the end of a sentence: "the checkpoint ckpt.pt". */
  readonly from: string;
  /** Only modules that were trained are known: others may be there too. */
  readonly isPart?: boolean;
}

/** The first module of a blueprint that a model does not have, or has in another size, as a sentence; undefined where all fit. A head that is tied to the embedding may be missing. */
export function modelMismatch({ submodules }: Blueprint, { modules, from, isPart = false }: KnownModel): string | undefined {
  const names = new Set(submodules.map(({ name }) => name));
  const mayLack = isPart && [...modules.keys()].every((name) => names.has(name));
  for (const { name, parameters, role, adapted } of submodules) {
    const size = modules.get(name);
    if (size === undefined && role !== 'head' && !mayLack) return say`The blueprint is of another model: ${name} is not in ${from}.`;
    if (typeof size === 'number' && parameters !== null && !adapted && size !== parameters) return say`The blueprint is of another model: ${name} has ${formatStep(parameters)} parameters in the blueprint and ${formatStep(size)} in ${from}.`;
  }
  return undefined;
}

/** The model with its modules named as in the blueprint: one may be of the model without its head, whose names lack a prefix. */
export function namedAlike({ submodules }: Blueprint, model: KnownModel): KnownModel {
  const names = [...model.modules.keys()];
  for (const { name } of submodules) {
    if (model.modules.has(name)) return model;
    const longer = names.find((one) => one.endsWith(`.${name}`));
    if (longer !== undefined) return renamed(model, (one) => (one.startsWith(prefixOf(longer, name)) ? one.slice(longer.length - name.length) : one));
    const shorter = names.find((one) => one.includes('.') && name.endsWith(`.${one}`));
    if (shorter !== undefined) return renamed(model, (one) => prefixOf(name, shorter) + one);
  }
  return model;
}

function prefixOf(longer: string, shorter: string): string {
  return longer.slice(0, longer.length - shorter.length);
}

function renamed(model: KnownModel, rename: (name: string) => string): KnownModel {
  return { ...model, modules: new Map([...model.modules].map(([name, size]) => [rename(name), size])) };
}
