/** Names without the parts between dots that all of them begin or end with: "h.0.mlp.weight" and "h.1.mlp.weight" become "0" and "1". */
export function shortNames(names: readonly string[]): readonly string[] {
  const parts = names.map((name) => name.split('.'));
  const shortest = Math.min(...parts.map(({ length }) => length));
  if (names.length < 2 || shortest < 2) return names;
  const shared = (at: (own: readonly string[], i: number) => string, most: number) => {
    let count = 0;
    while (count < most && parts.every((own) => at(own, count) === at(parts[0], count))) count++;
    return count;
  };
  const start = shared((own, i) => own[i], shortest - 1);
  const end = shared((own, i) => own[own.length - 1 - i], shortest - 1 - start);
  return parts.map((own) => own.slice(start, own.length - end).join('.'));
}
