/**
 * Calls `use` with the name and the place of the value of every `name: value` between vertical bars from `from` on.
 * Returns what follows the last bar: a field that is not finished, or nothing.
 */
export function forEachField(line: string, from: number, use: (name: string, line: string, start: number, end: number) => void): string {
  let start = from;
  for (let bar = line.indexOf('|', start); bar >= 0; bar = line.indexOf('|', start)) {
    const colon = line.indexOf(':', start);
    if (colon > start && colon < bar) use(trimmed(line, start, colon), line, colon + 1, bar);
    start = bar + 1;
  }
  return line.slice(start);
}

function trimmed(line: string, start: number, end: number): string {
  let first = start;
  let last = end;
  while (first < last && line.charCodeAt(first) === space) first++;
  while (first < last && line.charCodeAt(last - 1) === space) last--;
  return line.slice(first, last);
}

const space = 32;
