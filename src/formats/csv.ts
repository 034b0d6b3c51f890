import { folderOf, type Source } from '../model/source';
import { readByteLines } from './byteLines';
import { crc32c } from './crc32c';
import { boostedSet, layoutOf, type CsvLayout } from './csvLayout';
import { recogniseCsv } from './csvRecognition';
import { CsvRows } from './csvRows';
import type { Format, ReadResult } from './format';
import { bytesOf, readLines, type LineCursor } from './lineReader';
import { RecordBatch } from './recordBatch';
import { firstRow, type RowState } from './rowState';

export interface CsvCursor {
  readonly lines: LineCursor | undefined;
  readonly rows: RowState;
  readonly layout: CsvLayout | undefined;
  /** Start of the file when reading began: Lightning writes the whole file anew when a column is added. */
  readonly head: Head;
}

interface Head {
  readonly length: number;
  readonly checksum: number;
}

/**
 * Tables with a row per step or epoch: Lightning's metrics.csv (sparse rows, and a header that is rewritten), Keras'
 * CSVLogger, W&B's export (a lane per run), Ultralytics, DVCLive, CatBoost, sweep tables (a lane per column) and plain ones.
 */
export const csv: Format<CsvCursor> = { id: 'csv', label: 'CSV or TSV log', home: homeOf, recognise: recogniseCsv, read };

/** CatBoost makes a folder for each training. */
function homeOf(path: string): string | undefined {
  return boostedSet(path) && folderOf(path);
}

async function read(source: Source, cursor?: CsvCursor): Promise<ReadResult<CsvCursor>> {
  const start = await source.read(0, headLength);
  if (!cursor || cursor.head.length === 0) return readOn(source, { lines: undefined, rows: cursor?.rows ?? firstRow, layout: undefined, head: headOf(start, start.length) });
  // A file that is being rewritten is empty for a moment.
  if (start.length < cursor.head.length) return { records: new RecordBatch(), cursor, more: false };
  if (headOf(start, cursor.head.length).checksum === cursor.head.checksum) return readOn(source, cursor);
  const anew = await readOn(source, { lines: undefined, rows: firstRow, layout: undefined, head: headOf(start, start.length) });
  return { ...anew, replaces: true };
}

const headLength = 4096;

function headOf(bytes: Uint8Array, length: number): Head {
  return { length, checksum: crc32c(new DataView(bytes.buffer, bytes.byteOffset, length)) };
}

/** Whole lines, where they end in the file, and the line that has no end yet. */
interface Lines {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly rest: string;
  readonly more: boolean;
  readonly tooLong: number;
  /** Whether reading may stop before the end of the lines and go on there. */
  readonly mayStop: boolean;
  /** Line number of the first. */
  readonly firstLine: number;
  cursor(lines: number, at: number): LineCursor;
}

async function readOn(source: Source, cursor: CsvCursor): Promise<ReadResult<CsvCursor>> {
  const lines = await nextLines(source, cursor.lines);
  const records = new RecordBatch();
  if (lines.tooLong > 0) records.skip(lines.firstLine, 'The line is too long to be read.');
  const layout = cursor.layout ?? layoutOf(source.path, firstTextLine(lines));
  if (!layout) return { records, cursor: { ...cursor, lines: lines.cursor(0, lines.end) }, more: lines.more };
  const state = structuredClone(cursor.rows);
  const rows = new CsvRows(records, state, layout, cursor.layout === undefined);
  const stop = rows.read(lines.bytes, lines.start, lines.end, lines.firstLine, lines.mayStop);
  if (rows.epochsRepeat) return { records: new RecordBatch(), cursor: { ...cursor, lines: undefined, rows: { ...firstRow, fallback: 'row' }, layout: undefined }, more: true, replaces: true };
  const next = { ...cursor, lines: lines.cursor(rows.lines, stop), rows: state, layout: rows.lines > 0 ? layout : cursor.layout };
  return { records, cursor: next, more: lines.more, provisional: lines.more ? undefined : unfinished(lines, stop, state, layout, cursor.layout === undefined && rows.lines === 0) };
}

async function nextLines(source: Source, cursor: LineCursor | undefined): Promise<Lines> {
  const firstLine = cursor?.line ?? 0;
  const byBytes = await readByteLines(source, cursor);
  if (byBytes) return { ...byBytes, tooLong: 0, firstLine, mayStop: !byBytes.rest.includes('\r') };
  const read = await readLines(source, cursor);
  const bytes = bytesOf(read);
  return { bytes, start: 0, end: bytes.length, rest: read.rest, more: read.more, tooLong: read.tooLong, firstLine, mayStop: false, cursor: () => read.cursor };
}

/** The first line with something on it, or the unfinished one when it is the only one. */
function firstTextLine({ bytes, start, end, rest }: Lines): string {
  const last = Math.min(end, start + longestHeader);
  for (let from = start; from < last;) {
    let to = from;
    while (to < last && bytes[to] !== lineFeed && bytes[to] !== carriageReturn) to++;
    const line = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, to));
    if (line.trim() !== '') return line;
    from = to + 1;
  }
  return rest;
}

const longestHeader = 1 << 18;
const lineFeed = 10;
const carriageReturn = 13;

/** What stands behind the last whole row: a row without its line feed is normal at the end of a table. */
function unfinished({ bytes, end, rest }: Lines, stop: number, state: RowState, layout: CsvLayout, headerAhead: boolean): RecordBatch | undefined {
  const left = new TextDecoder().decode(bytes.subarray(stop, end)) + rest;
  if (left.trim() === '') return undefined;
  const records = new RecordBatch();
  const text = new TextEncoder().encode(`${left}\n`);
  new CsvRows(records, structuredClone(state), layout, headerAhead).read(text, 0, text.length, 0, false);
  return records;
}
