import type { TextChange } from '../../model/textChange';

/** The changes of whole lines that lead from one text to another: as few lines as there are. */
export function changesBetween(before: string, after: string): readonly TextChange[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const first = commonLength(old, fresh, (lines, i) => lines[i]);
  const last = Math.min(commonLength(old, fresh, (lines, i) => lines[lines.length - 1 - i]), Math.min(old.length, fresh.length) - first);
  const kept = [...commonLines(old.slice(first, old.length - last), fresh.slice(first, fresh.length - last)), [old.length - first - last, fresh.length - first - last] as const];
  const changes: TextChange[] = [];
  let [at, to] = [0, 0];
  for (const [i, j] of kept) {
    if (i > at || j > to) changes.push(changeOf(old, first + at, first + i, fresh.slice(first + to, first + j).join('')));
    [at, to] = [i + 1, j + 1];
  }
  return changes;
}

/** With their ends. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

function commonLength(a: readonly string[], b: readonly string[], pick: (lines: readonly string[], i: number) => string | undefined): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && pick(a, length) === pick(b, length)) length++;
  return length;
}

/** Pairs of equal lines in both, a longest common subsequence; none where both are long. */
function commonLines(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  if (a.length * b.length > mostPairs) return [];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i++;
    else j++;
  }
  return pairs;
}

const mostPairs = 4e6;

function changeOf(old: readonly string[], from: number, to: number, newText: string): TextChange {
  const [start, end] = [placeOf(old, from), placeOf(old, to)];
  return { ...start, endLine: end.line, endColumn: end.column, newText };
}

/** Where a line begins; behind the last one, the end of the text. */
function placeOf(lines: readonly string[], index: number): Pick<TextChange, 'line' | 'column'> {
  const last = lines.length - 1;
  return index > last && !lines[last].endsWith('\n') ? { line: last, column: lines[last].length } : { line: index, column: 0 };
}
