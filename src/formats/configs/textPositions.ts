import type { ConfigEntry } from '../../model/config';

/** Turns offsets in a text into zero-based lines and columns. */
export class TextPositions {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** Place of the value between two offsets; of a value over several lines, its first line. */
  place(start: number, end: number): Pick<ConfigEntry, 'line' | 'column' | 'endColumn'> {
    const line = this.#lineAt(start);
    const column = start - this.#starts[line];
    const lineEnd = line + 1 < this.#starts.length ? this.#starts[line + 1] - 1 : this.#text.length;
    const visibleEnd = this.#text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    return { line, column, endColumn: Math.max(column, Math.min(end, visibleEnd) - this.#starts[line]) };
  }

  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
