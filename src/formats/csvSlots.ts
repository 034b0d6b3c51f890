import { ascii } from './numberScanner';
import type { Field } from './rowField';
import { textSlot, type RowSlot } from './rows/shapedRows';

/**
 * What may differ in rows like the one in bytes[start, end): its cells that are numbers, and those whose texts say something. Undefined where
 * cells are in quotes or separated by runs of spaces.
 */
export function csvSlots(bytes: Uint8Array, start: number, end: number, fields: readonly (Field | undefined)[], delimiter: string): RowSlot[] | undefined {
  const row = ascii(bytes, start, end).replace(/\r?\n?$/, '');
  if (delimiter === ' ' || /["\r]/.test(row)) return undefined;
  const slots: RowSlot[] = [];
  let at = start;
  for (const [i, cell] of row.split(delimiter).entries()) {
    const text = cell.trim();
    const first = at + cell.indexOf(text);
    const last = first + text.length;
    if (text !== '') slots.push(number.test(text) ? { start: first, end: last, kind: 'number', field: fields[i] } : textSlot(first, last, text, fields[i], 'cell'));
    at += cell.length + delimiter.length;
  }
  return slots;
}

const number = /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
