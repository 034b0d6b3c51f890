/**
 * Regular expressions by which axolotl leaves exactly the parameters of the chosen modules trainable, each from the start of the name to
 * its end. Dots stand for themselves and must not be escaped, for axolotl does that (freeze_layers_except in axolotl/utils/freeze.py).
 * A module may be a parameter of its own, and may hold such a parameter that is not chosen.
 */
export function unfrozenParameters(chosen: readonly string[], all: readonly string[]): readonly string[] {
  const taken = new Set(chosen);
  return chosen.map((name) => {
    const left = all.filter((other) => !taken.has(other) && other.startsWith(`${name}.`) && !other.includes('.', name.length + 1)).map((other) => escaped(other.slice(name.length)));
    return `^${escaped(name)}${left.length > 0 ? `(?!(${left.join('|')})$)` : ''}(.[A-Za-z0-9_]+)?$`;
  });
}

function escaped(name: string): string {
  return name.replace(/[*+?^${}()|[\]\\]/g, '\\$&');
}
