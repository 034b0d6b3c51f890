/** Median of the last `window` values pushed. One push costs O(window) moves and no allocation. */
export class RunningMedian {
  readonly #ring: Float64Array;
  readonly #sorted: Float64Array;
  #next = 0;
  #length = 0;

  /** @param window number of values that are remembered, at least 1 */
  constructor(window: number) {
    this.#ring = new Float64Array(window);
    this.#sorted = new Float64Array(window);
  }

  /** Number of values remembered now. */
  get length(): number {
    return this.#length;
  }

  /** NaN before the first value. */
  get median(): number {
    const half = this.#length >> 1;
    if (this.#length === 0) return NaN;
    if (this.#length % 2 === 1) return this.#sorted[half];
    return (this.#sorted[half - 1] + this.#sorted[half]) / 2;
  }

  /** @param value a number; NaN has no place in an order and is refused with a RangeError */
  push(value: number): void {
    if (value !== value) throw new RangeError('A running median takes numbers only.');
    const full = this.#length === this.#ring.length;
    const from = full ? this.#indexOf(this.#ring[this.#next]) : this.#length++;
    this.#insert(value, from);
    this.#ring[this.#next] = value;
    this.#next = this.#next + 1 === this.#ring.length ? 0 : this.#next + 1;
  }

  clear(): void {
    this.#next = 0;
    this.#length = 0;
  }

  /** First index in the order whose value is not below `value`. */
  #indexOf(value: number): number {
    const sorted = this.#sorted;
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Moves the hole at `hole` to where `value` belongs and fills it. */
  #insert(value: number, hole: number): void {
    const sorted = this.#sorted;
    const last = this.#length - 1;
    let to = hole;
    for (; to > 0 && sorted[to - 1] > value; to--) sorted[to] = sorted[to - 1];
    for (; to < last && sorted[to + 1] < value; to++) sorted[to] = sorted[to + 1];
    sorted[to] = value;
  }
}
