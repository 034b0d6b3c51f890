import type { Table } from '../../model/table';
import { numberOf } from '../tolerantJson';

/** A table from rows of cells; what is missing in a row is empty. Columns without a name are called column 1, column 2, … */
export function tableOf(path: string, names: readonly string[], rows: readonly (readonly string[])[]): Table {
  const columns = names.map((name, j) => {
    const texts = rows.map((row) => row[j] ?? '');
    return { name: name === '' ? `column ${j + 1}` : name, texts, numbers: Float64Array.from(texts, cellNumber) };
  });
  return { path, rows: rows.length, columns };
}

/** 1300000, 1.3e6, 1_300_000, 1,300,000, and with the units in which sizes are written: 70M, 1.3B, 2T. NaN for anything else. */
function cellNumber(text: string): number {
  const plain = numberOf(text);
  if (plain !== undefined) return plain;
  const sized = /^([+-]?[\d.,_]+)\s*([kmbt]?)$/i.exec(text);
  if (!sized) return /^[+-]?[\d.]+\s*%$/.test(text) ? Number(text.replace('%', '')) : NaN;
  const digits = sized[1].replace(/(?<=\d)[,_](?=\d{3}(?:\D|$))/g, '');
  return (numberOf(digits) ?? NaN) * (units.get(sized[2].toLowerCase()) ?? 1);
}

const units: ReadonlyMap<string, number> = new Map([['k', 1e3], ['m', 1e6], ['b', 1e9], ['t', 1e12]]);
