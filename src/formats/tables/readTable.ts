import type { Table } from '../../model/table';
import { decodeText } from '../decodeText';
import { isBinary } from '../isBinary';
import { parseJson } from '../tolerantJson';
import { delimitedTable } from './delimitedTable';
import { jsonTable } from './jsonTable';
import { openCompassTable } from './openCompassTable';
import { resultsTable } from './resultsTable';

/**
 * A table from the bytes of a file: CSV, TSV and the like with a header, JSON (rows or columns), JSON lines, or the results of an
 * evaluation (lm-evaluation-harness, Transformers, OpenCompass). A sentence where it is none of them.
 */
export function readTable(path: string, bytes: Uint8Array): Table | { readonly error: string } {
  const text = decodeText(bytes);
  if (isBinary(text)) return { error: `${path} is a binary file: Plateau reads tables from text, as CSV, TSV or JSON. If it is compressed, unpack it first.` };
  const table = /^\s*[[{]/.test(text) ? fromJson(path, text) : fromLines(path, text);
  return table ?? { error: `${path} is no table: Plateau reads CSV and TSV with a header, JSON rows or columns, and results of lm-evaluation-harness, Transformers and OpenCompass.` };
}

function fromJson(path: string, text: string): Table | undefined {
  const whole = parseJson(text);
  if (whole !== undefined) return resultsTable(path, whole) ?? jsonTable(path, whole);
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').map(parseJson);
  return jsonTable(path, lines.filter((line) => line !== undefined));
}

function fromLines(path: string, text: string): Table | undefined {
  const table = delimitedTable(path, text);
  return table && (openCompassTable(table) ?? table);
}
