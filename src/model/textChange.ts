/** A stretch of a text and what to put there instead; lines and columns count from 0, the end does not belong to it. */
export interface TextChange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly newText: string;
}

/** The text after changes that do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ 0: end, index }) => index + end.length)];
  const at = (line: number, column: number) => Math.min(text.length, (starts[line] ?? text.length) + column);
  return [...changes].sort((a, b) => b.line - a.line || b.column - a.column)
    .reduce((changed, { line, column, endLine, endColumn, newText }) => changed.slice(0, at(line, column)) + newText + changed.slice(at(endLine, endColumn)), text);
}
