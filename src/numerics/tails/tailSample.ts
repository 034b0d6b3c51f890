/** The values of a tail at or above xmin > 0: unique ones ascending, how often each occurs, and sums that many laws need. */
export interface TailSample {
  readonly xmin: number;
  readonly unique: Float64Array;
  /** ln(x/xmin) of each unique value. */
  readonly logs: Float64Array;
  readonly times: Float64Array;
  /** Number of values. */
  readonly n: number;
  /** Only of whole numbers: the cells to which continuous laws are rounded. */
  readonly cells?: Cells;
  /** Means over the values of ln(x/xmin), of its square and of x/xmin. */
  readonly meanLog: number;
  readonly meanSquaredLog: number;
  readonly meanRatio: number;
}

/** Cells of whole numbers, from half below to half above each, as ln(edge/origin); the origin is half below xmin. */
export interface Cells {
  readonly origin: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** The part of the values from xmin on; what is not finite is left out. */
export function tailSample(values: ArrayLike<number>, xmin: number, support: 'continuous' | 'discrete'): TailSample {
  const sorted = Float64Array.from(values).filter((value) => value >= xmin && value < Infinity).sort();
  const starts = [...sorted.keys()].filter((i) => i === 0 || sorted[i] !== sorted[i - 1]);
  const unique = Float64Array.from(starts, (i) => sorted[i]);
  const times = Float64Array.from(starts, (from, i) => (starts[i + 1] ?? sorted.length) - from);
  const logs = unique.map((value) => Math.log(value / xmin));
  const mean = (of: (i: number) => number): number => times.reduce((sum, count, i) => sum + count * of(i), 0) / sorted.length;
  return {
    xmin, unique, times, logs, n: sorted.length,
    cells: support === 'discrete' ? cellsOf(unique, xmin - 0.5) : undefined,
    meanLog: mean((i) => logs[i]),
    meanSquaredLog: mean((i) => logs[i] * logs[i]),
    meanRatio: mean((i) => unique[i] / xmin),
  };
}

function cellsOf(unique: Float64Array, origin: number): Cells {
  return { origin, from: unique.map((value) => Math.log((value - 0.5) / origin)), to: unique.map((value) => Math.log((value + 0.5) / origin)) };
}
