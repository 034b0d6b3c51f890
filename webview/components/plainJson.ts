/** JSON in which columns are lists and what is not finite is a word. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each instanceof Float64Array) return Array.from(each);
    return typeof each === 'number' && !Number.isFinite(each) ? String(each) : each;
  }, 2);
}
