import { baseName } from '../../model/source';
import type { Table, TableColumn } from '../../model/table';
import { commonColumn, nameColumn } from '../scaling/columnRoles';

/** What a run of the workspace tells of the model that it made. */
export interface RunFacts {
  readonly id: string;
  readonly name: string;
  /** Folder of the run. */
  readonly folder: string;
  readonly parameters?: number;
  /** Parameters that a token passes through. */
  readonly active?: number;
  /** Whether the model is a mixture of experts. */
  readonly mixture?: boolean;
  readonly bits?: number;
  readonly tokens?: number;
}

/**
 * A table with a column `run` of the runs that its rows belong to, by their folder or their name, and with the sizes that only those
 * runs tell. The same table where no row belongs to a run.
 */
export function withRunFacts(table: Table, runs: readonly RunFacts[]): Table {
  const names = nameColumn(table)?.texts;
  const paths = table.columns.find(({ name }) => name === 'path')?.texts;
  const found = Array.from({ length: table.rows }, (_, i) => runs.find((run) => belongs(run, names?.[i] ?? '', paths?.[i] ?? table.path)));
  if (found.every((run) => run === undefined)) return table;
  const filled = sizeRoles.flatMap(({ role, name, of }) => filledColumn(commonColumn(table, role), name, found.map((run) => run && of(run))) ?? []);
  const others = table.columns.filter((column) => !filled.some(({ replaces }) => replaces === column.name));
  const mixtures = commonColumn(table, 'moe') === undefined && found.some((run) => run?.mixture) ? [textColumn('moe', found.map((run) => (run?.mixture ? 'true' : '')))] : [];
  return { ...table, columns: [...others, ...filled.map(({ column }) => column), ...mixtures, textColumn('run', found.map((run) => run?.id ?? ''))] };
}

const sizeRoles = [
  { role: 'n', name: 'parameters', of: (run: RunFacts) => run.parameters },
  { role: 'active', name: 'active_params', of: (run: RunFacts) => run.active },
  { role: 'bits', name: 'bits', of: (run: RunFacts) => run.bits },
  { role: 'd', name: 'tokens', of: (run: RunFacts) => run.tokens },
] as const;

/** Results in the folder of a run, or rows that bear its name: `models/run-12` and `run-12` are one. */
function belongs({ name, folder }: RunFacts, row: string, path: string): boolean {
  return row !== '' && (baseName(row.replace(/\/+$/, '')) === name || (path.startsWith(`${folder}/`) && resultFile.test(path)));
}

const resultFile = /results?[^/]*\.json$/i;

function filledColumn(known: TableColumn | undefined, name: string, told: readonly (number | undefined)[]): { readonly column: TableColumn; readonly replaces: string | undefined } | undefined {
  const missing = told.some((value, i) => value !== undefined && !((known?.numbers[i] ?? NaN) > 0));
  if (!missing) return undefined;
  const numbers = Float64Array.from(told, (value, i) => (known && known.numbers[i] > 0 ? known.numbers[i] : value ?? NaN));
  return { replaces: known?.name, column: { name, texts: Array.from(numbers, (x) => (Number.isNaN(x) ? '' : String(x))), numbers, role: known?.role } };
}

function textColumn(name: string, texts: readonly string[]): TableColumn {
  return { name, texts, numbers: new Float64Array(texts.length).fill(NaN) };
}
