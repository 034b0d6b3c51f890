import type { Blueprint, Submodule } from '../../model/blueprint';

/** The first way in which two blueprints are not of the same model, as the end of a sentence; undefined where they are. */
export function mismatchOf(one: Blueprint, other: Blueprint): string | undefined {
  const others = new Map(other.submodules.map((submodule) => [submodule.name, submodule]));
  const names = new Set(one.submodules.map(({ name }) => name));
  for (const submodule of one.submodules) {
    const difference = differenceOf(submodule, others.get(submodule.name));
    if (difference !== undefined) return difference;
  }
  const more = other.submodules.find(({ name }) => !names.has(name));
  return more && `${more.name} is only in the second`;
}

function differenceOf({ name, parameters }: Submodule, other: Submodule | undefined): string | undefined {
  if (!other) return `${name} is only in the first`;
  if (parameters === null || other.parameters === null || parameters === other.parameters) return undefined;
  return `${name} has ${parameters} parameters in the first and ${other.parameters} in the second`;
}
