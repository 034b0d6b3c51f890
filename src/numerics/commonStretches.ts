/** `length` values of column `first` from `firstAt` that equal those of column `second` from `secondAt`. */
export interface CommonStretch {
  readonly first: number;
  readonly second: number;
  readonly firstAt: number;
  readonly secondAt: number;
  readonly length: number;
}

/**
 * Stretches of at least `shortest` (≥ 4) consecutive equal values shared by two columns, `first` < `second`; of a
 * stretch that many columns share, each later column is compared with the first that has it. Found by winnowing
 * (Schleimer, Wilkerson & Aiken, SIGMOD 2003): of every `shortest` − 3 neighbouring hashes of 4 values the least is
 * kept, so that equal stretches always keep one in common. O(number of values).
 */
export function commonStretches(columns: readonly Float64Array[], shortest: number): readonly CommonStretch[] {
  const table = new Fingerprints(columns);
  const found: CommonStretch[] = [];
  columns.forEach((values, second) => {
    const hashes = hashesOf(values);
    let coveredTo = -1;
    const positions = leastOfWindows(hashes, shortest - gram + 1);
    for (const at of positions) {
      const earlier = table.findOrAdd(hashes[at], second, at);
      if (earlier.column < 0 || earlier.column === second || at < coveredTo) continue;
      const stretch = extend(columns, earlier.column, earlier.at, second, at);
      coveredTo = stretch.secondAt + stretch.length;
      if (stretch.length >= shortest) found.push(stretch);
    }
  });
  return found;
}

const gram = 4;

/** Hash of every 4 consecutive values. */
function hashesOf(values: Float64Array): Int32Array {
  const words = new Int32Array(values.slice().buffer);
  const each = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) each[i] = mixed(words[2 * i] ^ Math.imul(words[2 * i + 1], 0x1b873593));
  const hashes = new Int32Array(Math.max(0, values.length - gram + 1));
  for (let i = 0; i < hashes.length; i++) {
    const pair = Math.imul(each[i], 31) + each[i + 1];
    hashes[i] = mixed(Math.imul(Math.imul(pair, 31) + each[i + 2], 31) + each[i + 3]);
  }
  return hashes;
}

function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  return Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
}

/** Positions of the least hash of every window, the last one among equals, each position once. */
function leastOfWindows(hashes: Int32Array, window: number): readonly number[] {
  const chosen: number[] = [];
  let least = -1;
  for (let end = window; end <= hashes.length; end++) {
    const start = end - window;
    const before = least;
    if (least < start) least = leastIn(hashes, start, end);
    else if (hashes[end - 1] <= hashes[least]) least = end - 1;
    if (least !== before) chosen.push(least);
  }
  return chosen;
}

function leastIn(hashes: Int32Array, start: number, end: number): number {
  let least = start;
  for (let i = start + 1; i < end; i++) if (hashes[i] <= hashes[least]) least = i;
  return least;
}

/** An open-addressing table from four values to the place where they were first seen. */
class Fingerprints {
  readonly #columns: readonly Float64Array[];
  #column = new Int32Array(1 << 12).fill(-1);
  #at = new Int32Array(1 << 12);
  #hash = new Int32Array(1 << 12);
  #size = 0;

  constructor(columns: readonly Float64Array[]) {
    this.#columns = columns;
  }

  /** The place of the same four values seen before; a column of -1 when they are new. */
  findOrAdd(hash: number, column: number, at: number): { readonly column: number; readonly at: number } {
    if (2 * this.#size >= this.#column.length) this.#grow();
    const slot = this.#slot(hash, column, at);
    const found = { column: this.#column[slot], at: this.#at[slot] };
    if (found.column < 0) this.#put(slot, hash, column, at);
    return found;
  }

  #slot(hash: number, column: number, at: number): number {
    const mask = this.#column.length - 1;
    let slot = hash & mask;
    while (this.#column[slot] >= 0 && !(this.#hash[slot] === hash && this.#isSame(slot, column, at))) slot = (slot + 1) & mask;
    return slot;
  }

  #isSame(slot: number, column: number, at: number): boolean {
    const [a, b] = [this.#columns[this.#column[slot]], this.#columns[column]];
    const from = this.#at[slot];
    for (let i = 0; i < gram; i++) if (!Object.is(a[from + i], b[at + i])) return false;
    return true;
  }

  #put(slot: number, hash: number, column: number, at: number): void {
    this.#column[slot] = column;
    this.#at[slot] = at;
    this.#hash[slot] = hash;
    this.#size++;
  }

  #grow(): void {
    const [columns, ats, hashes] = [this.#column, this.#at, this.#hash];
    this.#column = new Int32Array(2 * columns.length).fill(-1);
    this.#at = new Int32Array(2 * columns.length);
    this.#hash = new Int32Array(2 * columns.length);
    this.#size = 0;
    const mask = this.#column.length - 1;
    for (let i = 0; i < columns.length; i++) {
      if (columns[i] < 0) continue;
      let slot = hashes[i] & mask;
      while (this.#column[slot] >= 0) slot = (slot + 1) & mask;
      this.#put(slot, hashes[i], columns[i], ats[i]);
    }
  }
}

function extend(columns: readonly Float64Array[], first: number, firstAt: number, second: number, secondAt: number): CommonStretch {
  const [a, b] = [columns[first], columns[second]];
  let back = 0;
  while (back < firstAt && back < secondAt && a[firstAt - back - 1] === b[secondAt - back - 1]) back++;
  let on = 0;
  while (firstAt + on < a.length && secondAt + on < b.length && a[firstAt + on] === b[secondAt + on]) on++;
  return { first, second, firstAt: firstAt - back, secondAt: secondAt - back, length: back + on };
}
