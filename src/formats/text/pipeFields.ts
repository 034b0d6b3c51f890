/**
 * Calls `use` with every `name: value` between vertical bars from `from` on. Returns what follows the last bar: a
 * field that is not finished, or nothing.
 */
export function forEachField(line: string, from: number, use: (name: string, value: string) => void): string {
  let start = from;
  for (let bar = line.indexOf('|', start); bar >= 0; bar = line.indexOf('|', start)) {
    const colon = line.indexOf(':', start);
    if (colon > start && colon < bar) use(line.slice(start, colon).trim(), line.slice(colon + 1, bar));
    start = bar + 1;
  }
  return line.slice(start);
}
