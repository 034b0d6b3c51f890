/** A change of the rate over one or several steps, as the Multi-Power Law sees it. */
interface RateChange {
  /** Rate after minus rate before. */
  readonly gap: number;
  /** Mean rate of the steps of the change. */
  readonly rate: number;
  /** Sum of all rates before the change, averaged over its steps. */
  readonly before: number;
}

/**
 * Learning rate of every step from 0, linear between nodes and constant after the last. A sum over steps is exact, as if
 * every step had a node; a rate change that spans several steps, or less than one, counts as one, at its mean place.
 */
export class RatePath {
  readonly steps: Float64Array;
  readonly rates: Float64Array;
  /** Columns over the segments whose rate changes, in order. */
  readonly changes: { readonly gap: Float64Array; readonly rate: Float64Array; readonly before: Float64Array };
  readonly #sums: Float64Array;
  readonly #changeEnds: Float64Array;

  /** @param steps strictly increasing, ≥ 0. The first rate also holds for the steps before. */
  constructor(steps: ArrayLike<number>, rates: ArrayLike<number>) {
    this.steps = Float64Array.from(steps);
    this.rates = Float64Array.from(rates);
    this.#sums = cumulative(this.steps, this.rates);
    const changing = [...this.steps.keys()].filter((j) => j > 0 && this.rates[j] !== this.rates[j - 1]);
    const changes = changing.map((j) => this.#change(j - 1, this.steps[j]));
    this.#changeEnds = Float64Array.from(changing, (j) => this.steps[j]);
    this.changes = {
      gap: Float64Array.from(changes, (change) => change.gap),
      rate: Float64Array.from(changes, (change) => change.rate),
      before: Float64Array.from(changes, (change) => change.before),
    };
  }

  rateAt(step: number): number {
    const j = lastNotAbove(this.steps, step);
    if (j < 0) return this.rates[0];
    if (j === this.steps.length - 1) return this.rates[j];
    const share = (step - this.steps[j]) / (this.steps[j + 1] - this.steps[j]);
    return this.rates[j] + share * (this.rates[j + 1] - this.rates[j]);
  }

  /** Sum of the rates of steps 0…step. */
  sumTo(step: number): number {
    const j = lastNotAbove(this.steps, step);
    if (j < 0) return this.rates[0] * (step + 1);
    return this.#sums[j] + linearSum(step - this.steps[j], this.rates[j], this.rateAt(step));
  }

  /** Number of changes that are complete at `step`. */
  changesUntil(step: number): number {
    return lastNotAbove(this.#changeEnds, step) + 1;
  }

  /** The part up to `step` of a change that is still under way there. */
  partialChange(step: number): RateChange | undefined {
    const j = lastNotAbove(this.steps, step);
    if (j < 0 || j === this.steps.length - 1 || step === this.steps[j] || this.rates[j] === this.rates[j + 1]) return undefined;
    return this.#change(j, step);
  }

  #change(node: number, end: number): RateChange {
    const n = Math.max(1, end - this.steps[node]);
    const gap = this.rateAt(end) - this.rates[node];
    return {
      gap,
      rate: this.rates[node] + (gap * (n + 1)) / (2 * n),
      before: this.#sums[node] + (this.rates[node] * (n - 1)) / 2 + (gap * (n * n - 1)) / (6 * n),
    };
  }
}

function cumulative(steps: Float64Array, rates: Float64Array): Float64Array {
  const sums = new Float64Array(steps.length);
  sums[0] = rates[0] * (steps[0] + 1);
  for (let j = 1; j < steps.length; j++) sums[j] = sums[j - 1] + linearSum(steps[j] - steps[j - 1], rates[j - 1], rates[j]);
  return sums;
}

/** Sum over the n steps after one with rate `from`, rising linearly to rate `to` at the last; of less than a step, that part of its mean. */
function linearSum(n: number, from: number, to: number): number {
  if (n < 1) return (n * (from + to)) / 2;
  return (n * (from + to)) / 2 + (to - from) / 2;
}

/** Index of the last element ≤ `value` in an ascending column, -1 when there is none. */
function lastNotAbove(column: Float64Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
