import type { ValueAxis } from './picture';

/** One row of a heat map: a value for every column, NaN where none is known. */
export interface HeatRow {
  readonly label: string;
  /** Its whole name, where the label is short for it. */
  readonly name?: string;
  readonly values: ArrayLike<number>;
  /** Why its values are not to be judged by; they are hatched. */
  readonly doubt?: string;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Everything that a heat map shows. */
export interface HeatPicture {
  /** What it shows, in one sentence, for those who do not see it. */
  readonly sentence: string;
  /** What a row is: "layer". */
  readonly rowTitle: string;
  readonly rows: readonly HeatRow[];
  /** What a column is: "step". */
  readonly columnTitle: string;
  /** Where the columns lie, increasing. */
  readonly columns: ArrayLike<number>;
  readonly values: ValueAxis;
  /** Which value speaks for several columns that share a pixel: the one that matters more. */
  readonly telling: 'lowest' | 'highest';
  readonly chosen: Cell | null;
  cellText(value: number): string;
  columnText(column: number): string;
  /** The same below the columns, where numbers do not do; absent: the number. */
  columnLabel?(column: number): string;
  /** What a blank cell means; absent: no record. */
  readonly blank?: string;
}

export const emptyHeat: HeatPicture = {
  sentence: '', rowTitle: '', rows: [], columnTitle: '', columns: [], telling: 'lowest', chosen: null,
  values: { title: '', low: 0, high: 1, scale: { toPlot: (value) => value, fromPlot: (value) => value, ticks: () => [], byFactor: false } },
  cellText: String, columnText: String,
};

/** Edges of the columns' stripes in shares of the width: one more than there are columns, halfway between neighbours. */
export function stripeEdges(columns: ArrayLike<number>): Float64Array {
  const count = columns.length;
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => i === 0 || i === count ? NaN : (columns[i - 1] + columns[i]) / 2);
  if (count === 0) return edges;
  edges[0] = count > 1 ? columns[0] - (edges[1] - columns[0]) : columns[0] - 0.5;
  edges[count] = count > 1 ? columns[count - 1] + (columns[count - 1] - edges[count - 1]) : columns[0] + 0.5;
  const [from, to] = [edges[0], edges[count]];
  return edges.map((edge) => (edge - from) / (to - from));
}

/** Index of the stripe that holds a share of the width. */
export function stripeAt(edges: Float64Array, share: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= share) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The value that speaks for the columns from `from` up to but without `to`; NaN where none of them has one. */
export function tellingValue({ values }: HeatRow, from: number, to: number, telling: HeatPicture['telling']): number {
  let told = NaN;
  for (let i = from; i < to; i++) {
    const better = told !== told || (telling === 'lowest' ? values[i] < told : values[i] > told);
    if (values[i] === values[i] && better) told = values[i];
  }
  return told;
}
