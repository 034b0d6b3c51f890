import type { Table } from '../../model/table';
import { isRecord } from '../../model/isRecord';
import { tableOf } from './tableOf';

/**
 * A table from JSON: a list of records, a record of columns, `{columns, data}` as pandas splits it, or one of these under
 * `rows`, `data` or `results`. Records within rows are flattened with dots. Undefined where there is nothing of the kind.
 */
export function jsonTable(path: string, value: unknown): Table | undefined {
  if (Array.isArray(value)) return ofRecords(path, value);
  if (!isRecord(value)) return undefined;
  if (Array.isArray(value.columns) && Array.isArray(value.data)) return ofRows(path, value.columns, value.data);
  const rows = [value.rows, value.data, value.results].find((one) => Array.isArray(one) && one.some(isRecord));
  return rows === undefined ? ofColumns(path, value) : jsonTable(path, rows);
}

function ofRecords(path: string, values: readonly unknown[]): Table | undefined {
  const records = values.filter(isRecord).map((record) => new Map(flat(record)));
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return names.length === 0 ? undefined : tableOf(path, names, records.map((record) => names.map((name) => record.get(name) ?? '')));
}

function ofRows(path: string, columns: readonly unknown[], data: readonly unknown[]): Table {
  return tableOf(path, columns.map(cellText), data.filter(Array.isArray).map((row: readonly unknown[]) => row.map(cellText)));
}

/** `{"N": [..], "loss": [..]}`, or by row as pandas writes it: `{"N": {"0": .., "1": ..}}`. */
function ofColumns(path: string, value: Readonly<Record<string, unknown>>): Table | undefined {
  const columns = Object.entries(value).map(([name, cells]) => ({ name, cells: Array.isArray(cells) ? cells as unknown[] : isRecord(cells) ? Object.values(cells) : [] }));
  const rows = columns[0]?.cells.length ?? 0;
  if (rows === 0 || columns.some(({ cells }) => cells.length !== rows)) return undefined;
  return tableOf(path, columns.map(({ name }) => name), columns[0].cells.map((_, i) => columns.map(({ cells }) => cellText(cells[i]))));
}

function flat(record: Readonly<Record<string, unknown>>, prefix = '', depth = 0): [string, string][] {
  return Object.entries(record).flatMap(([key, value]): [string, string][] =>
    (isRecord(value) && depth < deepest ? flat(value, `${prefix}${key}.`, depth + 1) : [[`${prefix}${key}`, cellText(value)]]));
}

const deepest = 4;

function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
