import type { Winnowed } from './winnow';
import { gram } from './winnow';

/** `length` values of column `first` from `firstAt` that equal those of column `second` from `secondAt`. */
export interface CommonStretch {
  readonly first: number;
  readonly second: number;
  readonly firstAt: number;
  readonly secondAt: number;
  readonly length: number;
}

/** A column and what `winnow` kept of it. */
export interface WinnowedColumn {
  readonly values: Float64Array;
  readonly kept: Winnowed;
}

/**
 * Stretches of at least `shortest` (≥ 4) consecutive equal values shared by two columns, `first` < `second`; of a
 * stretch that many columns share, each later column is compared with the first that has it. The columns must have
 * been winnowed with the same `shortest`. O(number of values kept). Yields often, so that other work can be done in
 * between.
 */
export function* commonStretches(columns: readonly WinnowedColumn[], shortest: number): Generator<undefined, readonly CommonStretch[]> {
  const table = new Fingerprints(columns);
  const found: CommonStretch[] = [];
  for (let second = 0; second < columns.length; second++) {
    const { positions } = columns[second].kept;
    let coveredTo = -1;
    for (let i = 0; i < positions.length; i++) {
      if (i % stride === 0) yield;
      const at = positions[i];
      const slot = table.findOrAdd(second, i);
      const first = table.columnIn(slot);
      if (first === second || at < coveredTo) continue;
      const stretch = extend(columns, first, table.positionIn(slot), second, at);
      coveredTo = stretch.secondAt + stretch.length;
      if (stretch.length >= shortest) found.push(stretch);
    }
  }
  return found;
}

const stride = 4096;

/** An open-addressing table from four values to the place where they were first seen. */
class Fingerprints {
  readonly #columns: readonly WinnowedColumn[];
  /** Column, or -1 where there is none, and which of its kept positions. */
  readonly #column: Int32Array;
  readonly #index: Int32Array;

  constructor(columns: readonly WinnowedColumn[]) {
    this.#columns = columns;
    const total = columns.reduce((sum, { kept }) => sum + kept.positions.length, 0);
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2, fullest * total)));
    this.#column = new Int32Array(slots).fill(-1);
    this.#index = new Int32Array(slots);
  }

  columnIn(slot: number): number {
    return this.#column[slot];
  }

  positionIn(slot: number): number {
    return this.#columns[this.#column[slot]].kept.positions[this.#index[slot]];
  }

  /** The slot of the same four values seen before, or of these, which are now in it. */
  findOrAdd(column: number, index: number): number {
    const { kept: { hashes, positions }, values } = this.#columns[column];
    const mask = this.#column.length - 1;
    let slot = hashes[index] & mask;
    while (this.#column[slot] >= 0) {
      if (this.#holds(slot, hashes[index], values, positions[index])) return slot;
      slot = (slot + 1) & mask;
    }
    this.#column[slot] = column;
    this.#index[slot] = index;
    return slot;
  }

  #holds(slot: number, hash: number, values: Float64Array, at: number): boolean {
    const { kept, values: known } = this.#columns[this.#column[slot]];
    const index = this.#index[slot];
    if (kept.hashes[index] !== hash) return false;
    const from = kept.positions[index];
    for (let i = 0; i < gram; i++) if (!Object.is(known[from + i], values[at + i])) return false;
    return true;
  }
}

/** Slots per entry, at least. */
const fullest = 1.5;

function extend(columns: readonly WinnowedColumn[], first: number, firstAt: number, second: number, secondAt: number): CommonStretch {
  const [a, b] = [columns[first].values, columns[second].values];
  let back = 0;
  while (back < firstAt && back < secondAt && a[firstAt - back - 1] === b[secondAt - back - 1]) back++;
  let on = 0;
  while (firstAt + on < a.length && secondAt + on < b.length && a[firstAt + on] === b[secondAt + on]) on++;
  return { first, second, firstAt: firstAt - back, secondAt: secondAt - back, length: back + on };
}
