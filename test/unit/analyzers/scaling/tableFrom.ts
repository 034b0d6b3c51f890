import { readFileSync } from 'node:fs';
import { readTable } from '../../../../src/formats/tables/readTable';
import type { Table } from '../../../../src/model/table';

/** The table that a text is; throws where it is none. */
export function tableFrom(text: string, path = '/here/table.csv'): Table {
  const table = readTable(path, new TextEncoder().encode(text));
  if ('error' in table) throw new Error(table.error);
  return table;
}

/** A table of test/fixtures/scaling. */
export function fixture(name: string): Table {
  return tableFrom(readFileSync(`test/fixtures/scaling/${name}`, 'utf8'), `/here/${name}`);
}
