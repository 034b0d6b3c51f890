import { isRecord } from './isRecord';
import type { Table, TableColumn } from './table';
import { tableRoles, type TableRole } from './tableRole';

/** Columns of one table by what they say; there may be several scores. */
export type TableMapping = Readonly<Partial<Record<TableRole, string | readonly string[]>>>;

/** Mappings by the files that they are for: a path within the workspace, in which * stands for a part of a name and ** for folders. */
export type TableMappings = Readonly<Record<string, TableMapping>>;

/** Whether a value that was read from settings is one. */
export function isTableMappings(value: unknown): value is TableMappings {
  return isRecord(value) && Object.values(value).every((mapping) => isRecord(mapping) && Object.entries(mapping).every(([role, named]) => isRole(role) && isNamed(named)));
}

/** The mapping whose pattern fits a path; the longest pattern where several do. */
export function mappingFor(mappings: TableMappings, path: string): TableMapping | undefined {
  const fitting = Object.keys(mappings).filter((pattern) => matchesPattern(pattern, path));
  return fitting.length === 0 ? undefined : mappings[fitting.reduce((best, one) => (one.length > best.length ? one : best))];
}

/** The table with the roles that a mapping gives to its columns; a sentence where it names one that is not there. */
export function withRoles(table: Table, mapping: TableMapping): Table | { readonly error: string } {
  const named = tableRoles.flatMap((role) => listed(mapping[role]).map((name) => ({ role, name })));
  const missing = named.find(({ name }) => !columnNamed(table, name));
  if (missing) return { error: `The setting plateau.tables.columns names a column ${missing.name} for ${missing.role}, which ${table.path} does not have.` };
  const roles = new Map(named.map(({ role, name }) => [columnNamed(table, name), role]));
  return { ...table, columns: table.columns.map((column) => ({ ...column, role: roles.get(column) })) };
}

function columnNamed({ columns }: Table, name: string): TableColumn | undefined {
  return columns.find((column) => column.name === name) ?? columns.find((column) => column.name.toLowerCase() === name.trim().toLowerCase());
}

function listed(named: string | readonly string[] | undefined): readonly string[] {
  return named === undefined ? [] : typeof named === 'string' ? [named] : named;
}

/** From the end of the path: `scores.csv` fits it in every folder. */
function matchesPattern(pattern: string, path: string): boolean {
  const wanted = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const parts = path.split('/').filter((part) => part !== '');
  return wanted.length > 0 && fits(['**', ...wanted], parts);
}

function fits(wanted: readonly string[], parts: readonly string[]): boolean {
  if (wanted.length === 0) return parts.length === 0;
  const [first, ...rest] = wanted;
  if (first === '**') return parts.some((_, i) => fits(rest, parts.slice(i))) || fits(rest, []);
  return parts.length > 0 && fitsName(first, parts[0]) && fits(rest, parts.slice(1));
}

/** `*` stands for any part of a name. */
function fitsName(wanted: string, name: string): boolean {
  const [start, ...pieces] = wanted.split('*');
  if (pieces.length === 0) return wanted === name;
  if (!name.startsWith(start)) return false;
  const end = pieces[pieces.length - 1];
  let at = start.length;
  for (const piece of pieces.slice(0, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}

function isRole(text: string): boolean {
  return tableRoles.some((role) => role === text);
}

function isNamed(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
}
