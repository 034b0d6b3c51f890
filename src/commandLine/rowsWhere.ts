import { columnNames, rowsAt, type Table, type TableColumn } from '../model/table';

export const whereOption = { value: 'CONDITION', help: 'only rows like "train=c4,N>1e8": columns with =, !=, <, <=, > or >= and a value, all of which must hold' };

/** The rows of a table that meet all conditions; a sentence about one that cannot be read, or that no row meets. */
export function rowsWhere(table: Table, text: string | undefined): Table | { readonly error: string } {
  if (text === undefined) return table;
  const tests: ((row: number) => boolean)[] = [];
  for (const condition of text.split(',')) {
    const test = testOf(table, condition);
    if (typeof test === 'object') return test;
    tests.push(test);
  }
  const rows = Array.from({ length: table.rows }, (_, i) => i).filter((row) => tests.every((test) => test(row)));
  return rows.length > 0 ? rowsAt(table, rows) : { error: `No row of ${table.path} meets --where ${text}: take a condition away, or compare with other values.` };
}

function testOf(table: Table, condition: string): ((row: number) => boolean) | { readonly error: string } {
  const [, name, operator, value] = /^\s*(.+?)\s*(!=|<=|>=|=|<|>)\s*(.*?)\s*$/.exec(condition) ?? [];
  if (name === undefined) return { error: `--where cannot be "${condition}": write a column, a sign and a value, like N>1e8.` };
  const column = table.columns.find((one) => one.name === name) ?? table.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!column) return { error: `There is no column ${name} in ${table.path}; it has ${columnNames(table)}.` };
  if ((operator === '=' || operator === '!=') || Number.isFinite(Number(value))) return (row) => holds(column, row, operator, value);
  return { error: `--where ${condition.trim()} compares with ${value === '' ? 'nothing' : value}, which is no number.` };
}

/** Equality of texts, or of numbers however they are written. */
function holds({ texts, numbers }: TableColumn, row: number, operator: string, value: string): boolean {
  const [cell, bound] = [numbers[row], Number(value)];
  const equal = texts[row] === value || (value !== '' && cell === bound);
  switch (operator) {
    case '=': return equal;
    case '!=': return !equal;
    case '<': return cell < bound;
    case '<=': return cell <= bound;
    case '>': return cell > bound;
    default: return cell >= bound;
  }
}
