import type { Table } from '../../model/table';
import { scoreColumns } from '../density/benchmarks';
import { commonColumn, nameColumn } from './columnRoles';

/**
 * Whether the rows of a table are models or runs whose sizes, scores or losses it tells: what densities, scaling laws and forecasts are
 * made from. A training log has losses too, but its rows are the steps of one run.
 */
export function isTableOfModels(table: Table): boolean {
  if (table.columns.some(({ role }) => role !== undefined)) return true;
  const says = (role: Parameters<typeof commonColumn>[1]): boolean => commonColumn(table, role) !== undefined;
  const named = nameColumn(table) !== undefined;
  if (!named && !says('n')) return false;
  return scoreColumns(table).length > 0 || says('density') || lossesBySize(table) || (says('loss') && (says('n') || says('d') || says('flops') || !says('step')));
}

/** A column for each number of samples, named by it. */
function lossesBySize({ columns }: Table): boolean {
  return columns.filter(({ name }) => /^\d[\d_]*(?:\.\d+)?\s*[km]?$/i.test(name.trim())).length >= 2;
}
