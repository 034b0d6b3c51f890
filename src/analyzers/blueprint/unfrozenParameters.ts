import type { Submodule } from '../../model/blueprint';

/**
 * Regular expressions by which axolotl leaves the parameters of the chosen modules trainable: the start and end of the name have to be
 * matched, dots stand for themselves and must not be escaped, for axolotl does that (axolotl/utils/freeze.py).
 */
export function unfrozenParameters(chosen: readonly Submodule[]): readonly string[] {
  return chosen.map(({ name }) => `^${name}.[a-z_]+$`);
}
