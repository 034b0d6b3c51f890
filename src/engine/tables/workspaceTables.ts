import { isTableOfModels } from '../../analyzers/scaling/tableOfModels';
import { delimitedTable } from '../../formats/tables/delimitedTable';
import { say } from '../../model/say';
import { joinTables, type Table } from '../../model/table';
import { mappingFor, type TableMapping, type TableMappings } from '../../model/tableMapping';
import { baseName, type SourceStat } from '../../model/source';
import { eachAtOnce } from '../eachAtOnce';
import type { Files } from '../files';
import { resultName, tableIn } from '../loadTable';

/** The tables of models, runs or measurements that the folders hold. */
export interface FoundTables {
  /** In the order of their paths. The results of evaluations in a folder are one table, whose path is the folder's, with a column `path`. */
  readonly tables: readonly Table[];
  /** Sentences about tables that the person asked for and that cannot be read. */
  readonly troubles: readonly string[];
}

/** Files that may hold tables, below the folders that were opened. */
export interface TableFiles {
  readonly roots: readonly string[];
  readonly paths: readonly string[];
}

/**
 * Finds tables among the files of the workspace. Of a file that the settings do not name only the first lines are read, and nothing is
 * read twice before it changes.
 */
export class WorkspaceTables {
  readonly #files: Files;
  readonly #known = new Map<string, Known>();

  constructor(files: Files) {
    this.#files = files;
  }

  async find({ roots, paths }: TableFiles, mappings: TableMappings): Promise<FoundTables> {
    const candidates = paths.filter((path) => mappingFor(mappings, path) !== undefined || isCandidate(path)).slice(0, most);
    const present = new Set(candidates);
    for (const path of this.#known.keys()) if (!present.has(path)) this.#known.delete(path);
    await eachAtOnce(candidates, filesAtOnce, (path) => this.#look(path, mappings));
    const read = candidates.flatMap((path) => this.#known.get(path)?.table ?? []);
    return {
      tables: [...read.filter(isOwnTable), ...roots.flatMap((root) => resultsIn(root, read))],
      troubles: candidates.flatMap((path) => this.#known.get(path)?.trouble ?? []),
    };
  }

  async #look(path: string, mappings: TableMappings): Promise<void> {
    const stat = await this.#files.source(path).stat();
    const mapping = mappingFor(mappings, path);
    const known = this.#known.get(path);
    if (!stat || (known && isSame(known, stat, mapping))) return;
    const found = await this.#read(path, stat, mappings);
    const trouble = mapping !== undefined && found && 'error' in found ? found.error : undefined;
    this.#known.set(path, { stat, mapping, trouble, table: found && !('error' in found) ? found : undefined });
  }

  async #read(path: string, { size }: SourceStat, mappings: TableMappings): Promise<Table | { readonly error: string } | undefined> {
    const source = this.#files.source(path);
    const mapping = mappingFor(mappings, path);
    if (size > largest) return { error: say`${path} has ${Math.round(size / 1e6)} MB; tables of the workspace are read up to ${largest / 1e6} MB.` };
    if (mapping === undefined && !isResult(path) && !tellsOfModels(path, await source.read(0, headBytes))) return undefined;
    return tableIn(path, await source.read(0, size), mappings);
  }
}

interface Known {
  readonly stat: SourceStat;
  readonly mapping: TableMapping | undefined;
  readonly table: Table | undefined;
  readonly trouble: string | undefined;
}

/** Files that are looked into at most; a workspace with more has data sets among them. */
const most = 2000;
const filesAtOnce = 16;
const headBytes = 16_384;
const headLines = 32;
const largest = 8e6;

function isSame(known: Known, { size, modified }: SourceStat, mapping: TableMapping | undefined): boolean {
  return known.stat.size === size && known.stat.modified === modified && JSON.stringify(known.mapping) === JSON.stringify(mapping);
}

function isCandidate(path: string): boolean {
  return /\.[ct]sv$/i.test(path) || isResult(path);
}

function isResult(path: string): boolean {
  return resultName.test(baseName(path));
}

/** By the header and the first rows. */
function tellsOfModels(path: string, head: Uint8Array): boolean {
  const lines = new TextDecoder().decode(head).split(/\r\n|\n|\r/);
  const table = delimitedTable(path, lines.slice(0, Math.min(headLines, head.length < headBytes ? lines.length : lines.length - 1)).join('\n'));
  return table !== undefined && isTableOfModels(table);
}

function isOwnTable(table: Table): boolean {
  return !isResult(table.path) && isTableOfModels(table);
}

function resultsIn(root: string, tables: readonly Table[]): readonly Table[] {
  const inside = tables.filter(({ path }) => isResult(path) && path.startsWith(`${root}/`));
  // all_results.json repeats what eval_results.json says.
  const kept = inside.filter(({ path }) => baseName(path) !== 'eval_results.json' || !inside.some((other) => other.path === path.replace(/eval_results\.json$/, 'all_results.json')));
  return kept.length === 0 ? [] : [joinTables(root, kept.map(withPath))];
}

function withPath(table: Table): Table {
  const numbers = new Float64Array(table.rows).fill(NaN);
  return { ...table, columns: [...table.columns, { name: 'path', texts: new Array<string>(table.rows).fill(table.path), numbers }] };
}
