/** Positions in a column and the hashes of the 4 values that begin there. */
export interface Winnowed {
  readonly positions: Int32Array;
  readonly hashes: Int32Array;
}

/** Room that one comparison works in, used for one column after another: thousands of them would be garbage by megabytes. */
export class WinnowRoom {
  hashes = new Int32Array(0);
  positions = new Int32Array(0);
  words = new Int32Array(0);

  /** Makes room for a column of so many values. */
  reserve(length: number): void {
    if (this.hashes.length >= length) return;
    this.hashes = new Int32Array(length);
    this.positions = new Int32Array(length);
    this.words = new Int32Array(Math.min(length, block) + gram - 1);
  }
}

/** So many consecutive values make a hash. */
export const gram = 4;

/**
 * Of every `shortest` − 3 neighbouring hashes of 4 values the least, the last one among equals, each once: two columns
 * that share `shortest` (≥ 4) values always keep one in common (winnowing; Schleimer, Wilkerson & Aiken, SIGMOD 2003).
 * O(number of values). Yields often, so that other work can be done in between.
 */
export function* winnow(values: Float64Array, shortest: number, room = new WinnowRoom()): Generator<undefined, Winnowed> {
  room.reserve(values.length);
  const { hashes, positions } = room;
  const count = values.length - gram + 1;
  const window = shortest - gram + 1;
  let [least, kept] = [-1, 0];
  for (let begin = 0; begin < count; begin += block) {
    const to = Math.min(count, begin + block);
    hash(values, room, begin, to);
    for (let end = Math.max(window, begin + 1); end <= to; end++) {
      const before = least;
      if (least < end - window) least = leastIn(hashes, end - window, end);
      else if (hashes[end - 1] <= hashes[least]) least = end - 1;
      if (least !== before) positions[kept++] = least;
    }
    yield;
  }
  const own = positions.slice(0, kept);
  return { positions: own, hashes: own.map((at) => hashes[at]) };
}

const block = 1 << 16;

/** Hashes of the 4 values at each position in [from, to). */
function hash(values: Float64Array, { hashes, words: each }: WinnowRoom, from: number, to: number): void {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let i = 0; i < to - from + gram - 1; i++) each[i] = mixed(words[2 * (from + i)] ^ Math.imul(words[2 * (from + i) + 1], 0x1b873593));
  for (let i = 0; i < to - from; i++) {
    const pair = Math.imul(each[i], 31) + each[i + 1];
    hashes[from + i] = mixed(Math.imul(Math.imul(pair, 31) + each[i + 2], 31) + each[i + 3]);
  }
}

function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  return Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
}

function leastIn(hashes: Int32Array, start: number, end: number): number {
  let least = start;
  for (let i = start + 1; i < end; i++) if (hashes[i] <= hashes[least]) least = i;
  return least;
}
