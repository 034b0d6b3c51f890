import { readTable } from '../formats/tables/readTable';
import { say } from '../model/say';
import { joinTables, type Table } from '../model/table';
import { mappingFor, withRoles, type TableMappings } from '../model/tableMapping';
import type { Files } from './files';

/**
 * The table at a path: a file with one, or a folder with results of evaluations, whose rows are put together. A sentence where there
 * is none. `mappings` say what columns mean whose names do not.
 */
export async function loadTable(path: string, files: Files, mappings: TableMappings = {}): Promise<Table | { readonly error: string }> {
  const kind = await files.kindOf(path);
  if (kind === undefined) return { error: say`There is nothing at ${path}: name a table (CSV, TSV or JSON) or a folder with results of evaluations.` };
  return kind === 'file' ? loadFile(path, files, mappings) : readFolder(path, files, mappings);
}

async function loadFile(path: string, files: Files, mappings: TableMappings): Promise<Table | { readonly error: string }> {
  const source = files.source(path);
  const size = (await source.stat())?.size ?? 0;
  if (size > largest) return { error: say`${path} has ${Math.round(size / 1e6)} MB; tables are read up to ${largest / 1e6} MB.` };
  return tableIn(path, await source.read(0, size), mappings);
}

/** The table in the bytes of a file, with what the person said of its columns. */
export function tableIn(path: string, bytes: Uint8Array, mappings: TableMappings): Table | { readonly error: string } {
  const table = readTable(path, bytes);
  const mapping = mappingFor(mappings, path);
  return mapping === undefined || 'error' in table ? table : withRoles(table, mapping);
}

const largest = 64e6;

async function readFolder(path: string, files: Files, mappings: TableMappings): Promise<Table | { readonly error: string }> {
  const tables: Table[] = [];
  for (const file of await resultFiles(path, files, deepest)) {
    const table = await loadFile(file, files, mappings);
    if (!('error' in table)) tables.push(table);
  }
  return tables.length > 0 ? joinTables(path, tables)
    : { error: say`No results of evaluations were found under ${path}: Plateau looks for results*.json of lm-evaluation-harness, all_results.json, eval_results.json and OpenCompass' summary_*.csv.` };
}

const deepest = 6;

async function resultFiles(folder: string, files: Files, depth: number): Promise<readonly string[]> {
  const entries = await files.list(folder);
  const here = entries.filter(({ name, kind }) => kind === 'file' && resultName.test(name)).map(({ name }) => name);
  // all_results.json repeats what eval_results.json says.
  const kept = here.filter((name) => name !== 'eval_results.json' || !here.includes('all_results.json'));
  const below = depth === 0 ? [] : await Promise.all(entries.filter(({ kind, name }) => kind === 'folder' && !name.startsWith('.') && name !== 'node_modules')
    .map(({ name }) => resultFiles(`${folder}/${name}`, files, depth - 1)));
  return [...kept.map((name) => `${folder}/${name}`), ...below.flat()].sort();
}

/** Names that results of evaluations have. */
export const resultName = /^(?:(?:all_|eval_)?results?.*\.json|summary.*\.csv)$/i;
