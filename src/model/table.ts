import { abridged } from './format';
import type { TableRole } from './tableRole';

/** A table of results: one row per model, run or measurement. */
export interface Table {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

export interface TableColumn {
  readonly name: string;
  /** Cells as they stand in the file, one per row; empty where there is none. */
  readonly texts: readonly string[];
  /** The same as numbers; NaN where a cell is none. */
  readonly numbers: Float64Array;
  /** What it says about a row, where the person said so. */
  readonly role?: TableRole;
}

/** The rows of a table at some indices, in their order. */
export function rowsAt(table: Table, indices: readonly number[]): Table {
  const columns = table.columns.map(({ texts, numbers, ...column }) => ({
    ...column, texts: indices.map((i) => texts[i]), numbers: Float64Array.from(indices, (i) => numbers[i]),
  }));
  return { path: table.path, rows: indices.length, columns };
}

/** Names of the columns for a sentence: the first few of many. */
export function columnNames({ columns }: Table): string {
  return abridged(columns.map(({ name }) => name));
}

/** The rows of several tables one after another, with the columns of all of them. */
export function joinTables(path: string, tables: readonly Table[]): Table {
  const names = [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  const columns = names.map((name) => {
    const parts = tables.map(({ columns: own, rows }) => own.find((column) => column.name === name) ?? emptyColumn(name, rows));
    const { role } = parts.find((part) => part.role !== undefined) ?? {};
    return { name, role, texts: parts.flatMap(({ texts }) => texts), numbers: Float64Array.from(parts.flatMap(({ numbers }) => [...numbers])) };
  });
  return { path, rows: tables.reduce((sum, { rows }) => sum + rows, 0), columns };
}

function emptyColumn(name: string, rows: number): TableColumn {
  return { name, texts: new Array<string>(rows).fill(''), numbers: new Float64Array(rows).fill(NaN) };
}
