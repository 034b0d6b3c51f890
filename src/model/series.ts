/** One metric of one run: points in the order in which they were logged, under a canonical name. */
export class Series {
  readonly metric: string;
  readonly original: string;
  /** Part of a source that is a run of its own (a column of a sweep table); empty otherwise. */
  readonly lane: string;
  #steps: Float64Array;
  #values: Float64Array;
  #times: Float64Array | undefined;
  #length = 0;
  #increasing = true;
  /** The steps are those of another series too: they are copied before the first change. */
  #sharesSteps = false;

  constructor(metric: string, original: string = metric, lane = '') {
    this.metric = metric;
    this.original = original;
    this.lane = lane;
    this.#steps = new Float64Array(initialCapacity);
    this.#values = new Float64Array(initialCapacity);
  }

  /** A series out of columns that nobody else changes; they are copied before the first change. */
  static of({ metric, original, lane, steps, values, times, increasing }: SeriesColumns): Series {
    const series = new Series(metric, original, lane);
    series.#steps = steps;
    series.#values = values;
    series.#times = times;
    series.#length = steps.length;
    series.#increasing = increasing;
    series.#sharesSteps = true;
    return series;
  }

  /** Everything about the series as plain data, to be sent to another thread: columns without room for growth. */
  get columns(): SeriesColumns {
    const { metric, original, lane, increasing } = this;
    return { metric, original, lane, increasing, steps: alone(this.steps), values: alone(this.values), times: this.times && alone(this.times) };
  }

  get length(): number {
    return this.#length;
  }

  /** Training steps, one per point. A view: valid until the next push. */
  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length);
  }

  /** Values in the unit of the log; may hold NaN and infinities. A view: valid until the next push. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** Wall times in milliseconds since 1970, NaN where unknown; undefined when no point has one. */
  get times(): Float64Array | undefined {
    return this.#times?.subarray(0, this.#length);
  }

  /** Whether every step is greater than the one before: false after a resume that repeats steps. */
  get increasing(): boolean {
    return this.#increasing;
  }

  push(step: number, value: number, time = NaN): void {
    if (this.#length === this.#steps.length || this.#sharesSteps) this.#reserve(this.#length + 1);
    if (this.#length > 0 && !(step > this.#steps[this.#length - 1])) this.#increasing = false;
    this.#steps[this.#length] = step;
    this.#values[this.#length] = value;
    if (time === time) (this.#times ??= new Float64Array(this.#steps.length).fill(NaN))[this.#length] = time;
    this.#length++;
  }

  /** Appends all points of `other` after its first `from`. */
  append(other: Series, from = 0): void {
    this.extend({ steps: other.steps.subarray(from), values: other.values.subarray(from), times: other.times?.subarray(from), increasing: other.increasing });
  }

  /** Appends whole columns of one length, which are copied. */
  extend({ steps, values, times, increasing }: Pick<SeriesColumns, 'steps' | 'values' | 'times' | 'increasing'>): void {
    if (steps.length === 0) return;
    this.#reserve(this.#length + steps.length);
    this.#increasing &&= increasing && !(this.#length > 0 && !(steps[0] > this.#steps[this.#length - 1]));
    this.#steps.set(steps, this.#length);
    this.#values.set(values, this.#length);
    if (times) (this.#times ??= new Float64Array(this.#steps.length).fill(NaN)).set(times, this.#length);
    this.#length += steps.length;
  }

  /** Forgets every point after the first `length`: the last read turned out to be half a record. */
  truncate(length: number): void {
    if (length >= this.#length) return;
    this.#times?.fill(NaN, length, this.#length);
    this.#length = length;
    this.#increasing = isIncreasing(this.steps);
  }

  /** The first `length` points: shares the columns, so neither may grow while both are in use. */
  prefix(length: number): Series {
    const part = new Series(this.metric, this.original, this.lane);
    part.#steps = this.#steps;
    part.#values = this.#values;
    part.#times = this.#times;
    part.#length = Math.min(length, this.#length);
    part.#increasing = this.#increasing || isIncreasing(part.steps);
    part.#sharesSteps = true;
    return part;
  }

  /** Gives back the memory kept for growth, and shares the steps with a series that has the same. */
  compact(like?: Series): void {
    if (this.#values.length > this.#length) this.#resize(Math.max(this.#length, 1));
    if (!like || like === this || like.#length !== this.#length || this.#steps === like.#steps) return;
    if (!sameColumn(this.#steps, like.#steps)) return;
    this.#steps = like.#steps;
    this.#sharesSteps = like.#sharesSteps = true;
  }

  #reserve(length: number): void {
    if (length <= this.#steps.length && !this.#sharesSteps) return;
    const growth = this.#steps.length < smallColumn ? fastGrowth : slowGrowth;
    this.#resize(Math.max(length, Math.ceil(this.#steps.length * growth)));
  }

  #resize(capacity: number): void {
    this.#steps = resized(this.#steps, capacity, this.#length);
    this.#sharesSteps = false;
    this.#values = resized(this.#values, capacity, this.#length);
    if (this.#times) this.#times = resized(this.#times, capacity, this.#length, NaN);
  }
}

/** A series as plain data. The columns have one length. */
export interface SeriesColumns {
  readonly metric: string;
  readonly original: string;
  readonly lane: string;
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array | undefined;
  /** Whether every step is greater than the one before. */
  readonly increasing: boolean;
}

/** The column itself where nothing else stands in its buffer: a buffer is always sent as a whole. */
function alone(column: Float64Array): Float64Array {
  return column.byteLength === column.buffer.byteLength ? column : column.slice();
}

const initialCapacity = 16;
const smallColumn = 1 << 16;
const fastGrowth = 2;
const slowGrowth = 1.5;

function resized(from: Float64Array, capacity: number, length: number, fill = 0): Float64Array {
  const to = new Float64Array(capacity);
  to.set(from.subarray(0, length));
  if (fill !== 0) to.fill(fill, length);
  return to;
}

function sameColumn(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** Whether every step is greater than the one before. */
export function isIncreasing(steps: Float64Array): boolean {
  for (let i = 1; i < steps.length; i++) if (!(steps[i] > steps[i - 1])) return false;
  return true;
}
