import { roleOfColumn } from '../../analyzers/scaling/columnRoles';
import type { TableColumn } from '../../model/table';
import type { TableMappings } from '../../model/tableMapping';
import type { Files } from '../files';
import { loadTable } from '../loadTable';
import type { ColumnOffer, Refusal } from '../protocol';

/** The columns of the table in a file, with what each is taken for; a sentence where there is no table. */
export async function tableColumns(path: string, files: Files, mappings: TableMappings): Promise<readonly ColumnOffer[] | Refusal> {
  const table = await loadTable(path, files, mappings);
  if ('error' in table) return table;
  return table.columns.map((column) => ({ name: column.name, sample: sampleOf(column), numeric: column.numbers.some(Number.isFinite), role: roleOfColumn(table, column) ?? null }));
}

function sampleOf({ texts }: TableColumn): string {
  return texts.filter((text) => text.trim() !== '').slice(0, 3).join(', ').slice(0, 80);
}
