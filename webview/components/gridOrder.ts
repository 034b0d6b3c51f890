import type { Figure } from '../../src/model/figures';
import { compareKnown } from './compareKnown';

export interface GridColumn<Row> {
  /** CSS class of header and cells; what an order names. */
  readonly name: string;
  title(): string;
  /** What the column means, for the title of its head. */
  hint?(): string;
  /** Least width in pixels; 76 when absent. */
  readonly width?: number;
  /** Share of the room that is left over; 1 when absent. */
  readonly grow?: number;
  /** Holds words, which begin at the left; numbers end at the right. */
  readonly words?: boolean;
  /** Whether the largest comes first when it is chosen. */
  readonly largestFirst?: boolean;
  /** What sorts it; null or NaN where nothing is known. */
  value(row: Row): number | string | null;
  /** `figure` writes the numbers of the column with their points below each other. */
  cell(row: Row, figure: Figure): readonly (Node | string)[];
}

export interface GridOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows in the order of a column; equal ones keep theirs, and what is unknown stands last either way. */
export function byColumn<Row>(rows: readonly Row[], { value }: GridColumn<Row>, descending: boolean): readonly Row[] {
  const sign = descending ? -1 : 1;
  return rows.map((row) => ({ row, by: value(row) })).sort((a, b) => compareKnown(a.by, b.by, sign)).map(({ row }) => row);
}
