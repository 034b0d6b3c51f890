import type { Table } from '../../model/table';
import { cellsOf, sniffDelimiter } from '../csvCells';
import { tableOf } from './tableOf';

/** A table from lines of cells with a header; undefined without a header of at least two columns or without rows. */
export function delimitedTable(path: string, text: string): Table | undefined {
  const [first, ...rest] = recordsOf(text.replace(/^\ufeff/, ''));
  if (first === undefined || rest.length === 0) return undefined;
  const delimiter = sniffDelimiter(first);
  const names = cellsOf(first, delimiter);
  if (names.length < 2) return undefined;
  return tableOf(path, names, rest.map((record) => cellsOf(record, delimiter)));
}

/** Lines with something on them; one that ends inside of quotes goes on in the next. */
function recordsOf(text: string): string[] {
  const records: string[] = [];
  let open = '';
  for (const line of text.split(/\r\n|\n|\r/)) {
    const record = open === '' ? line : `${open}\n${line}`;
    open = quotesIn(record) % 2 === 1 && record.length < longestRecord ? record : '';
    if (open === '' && record.trim() !== '') records.push(record);
  }
  return open === '' ? records : [...records, open];
}

/** A quote that stays open for longer is a stray one. */
const longestRecord = 1 << 16;

function quotesIn(text: string): number {
  return text.split('"').length - 1;
}
