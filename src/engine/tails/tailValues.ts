import { columnNames, type Table } from '../../model/table';

/** The values of which a tail is asked, and where they come from. */
export interface TailValues {
  readonly values: Float64Array;
  /** For people: "column loss of scores.csv". */
  readonly label: string;
  /** Whether they follow one another in time and depend on each other. */
  readonly order: 'none' | 'steps';
}

export interface NoValues {
  readonly error: string;
}

/** A column of a table; without a name the only one that holds numbers. */
export function columnValues(table: Table, column: string | undefined): TailValues | NoValues {
  const numeric = table.columns.filter(({ numbers }) => numbers.some(Number.isFinite));
  if (numeric.length === 0) return { error: `${table.path} has no column of numbers: its columns are ${columnNames(table)}.` };
  const found = column === undefined ? (numeric.length === 1 ? numeric[0] : undefined) : table.columns.find(({ name }) => name === column);
  if (!found) return { error: `${column === undefined ? `${table.path} has ${numeric.length} columns of numbers` : `There is no column ${column} in ${table.path}`}: name one with --column (${columnNames({ ...table, columns: numeric })}).` };
  const filled = found.numbers.filter((_, i) => found.texts[i].trim() !== '');
  return { values: filled, label: `column ${found.name} of ${table.path}`, order: table.columns.some(({ name }) => stepName.test(name)) ? 'steps' : 'none' };
}

const stepName = /^_?(?:global_?)?(?:step|steps|iter|iters|iteration|iterations)$/i;
