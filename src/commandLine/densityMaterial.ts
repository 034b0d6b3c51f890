import type { DensityReference } from '../analyzers/density/densityReference';
import type { Files } from '../engine/files';
import { loadTable } from '../engine/loadTable';
import type { Table } from '../model/table';
import type { Invocation } from './command';
import { densityReferenceOf, tokensOf } from './densityReferenceOf';
import { rowsWhere } from './rowsWhere';

/** What a command compares models by. */
export interface DensityMaterial {
  readonly table: Table;
  readonly reference: DensityReference;
  /** Training tokens at which all are compared; undefined for their own. */
  readonly tokens: number | undefined;
}

/** The rows of the table that are asked about, and the reference, `usual` where none is named; a sentence where one of them cannot be had. */
export async function densityMaterial({ paths, options, settings }: Invocation, usual: string, files: Files): Promise<DensityMaterial | { readonly error: string }> {
  const tokens = tokensOf(options.get('tokens'));
  if (typeof tokens === 'object') return tokens;
  const all = await loadTable(paths[0], files, settings['tables.columns']);
  const table = 'error' in all ? all : rowsWhere(all, options.get('where'));
  if ('error' in table) return table;
  const reference = await densityReferenceOf(options.get('reference') ?? usual, files);
  return 'error' in reference ? reference : { table, reference, tokens };
}
