import { baseName, type Source } from '../model/source';
import { readByteLines, type ByteLines } from './byteLines';
import { decodeText } from './decodeText';
import type { Confidence, Format, ReadResult } from './format';
import { JsonLinesScanner } from './jsonLinesScanner';
import { readLines, type LineCursor } from './lineReader';
import { isKnownMetric, roleOf } from './logFields';
import { LogRows } from './logRows';
import { RecordBatch } from './recordBatch';
import { type Field, rowField } from './rowField';
import { ShapedRows } from './rows/shapedRows';
import { firstRow, type RowState } from './rowState';
import { numberOf, parseJson } from './tolerantJson';

export interface JsonLinesCursor {
  readonly lines: LineCursor | undefined;
  readonly rows: RowState;
}

/**
 * One JSON object per line: hand-written logs, mmengine's scalars.json, Detectron2's metrics.json, open_lm and others.
 * Nested objects are flattened with '/'; NaN and infinities are read; lines that are no objects are counted as skipped.
 */
export const jsonLines: Format<JsonLinesCursor> = { id: 'json-lines', label: 'JSON lines log', recognise, read: readJsonLines };

/** Reads on in a log of JSON lines. */
export async function readJsonLines(source: Source, cursor: JsonLinesCursor = { lines: undefined, rows: firstRow }): Promise<ReadResult<JsonLinesCursor>> {
  const records = new RecordBatch();
  const state = structuredClone(cursor.rows);
  const reader = new JsonRows(records, state);
  const byBytes = await readByteLines(source, cursor.lines);
  const read = byBytes ? { ...byBytes, cursor: byBytes.cursor(reader.readBytes(byBytes, cursor.lines?.line ?? 0)), tooLong: 0 } : await readLines(source, cursor.lines);
  if ('lines' in read) read.lines.forEach((line, i) => { reader.readText(line, read.firstLine + i); });
  if (read.tooLong > 0) records.skip(read.cursor.line, 'The line is too long to be read.');
  if (reader.epochsRepeat) return readByRowNumber(state);
  const next = { lines: read.cursor, rows: state };
  return { records, cursor: next, more: read.more, provisional: read.more ? undefined : unfinished(read.rest, state) };
}

/** Epochs turned out not to be steps: everything is read anew. */
function readByRowNumber(state: RowState): ReadResult<JsonLinesCursor> {
  const rows: RowState = { ...firstRow, fallback: 'row', paired: state.paired };
  return { records: new RecordBatch(), cursor: { lines: undefined, rows }, more: true, replaces: true };
}

/** The line without an end: a whole row where nobody wrote the last line feed, else half a row. */
function unfinished(rest: string, state: RowState): RecordBatch | undefined {
  if (rest.trim() === '') return undefined;
  const records = new RecordBatch();
  if (!new JsonRows(records, structuredClone(state)).readObject(rest)) records.learn({ cut: true });
  return records;
}

/** Reads lines into rows: by the scanner where they are plain, by a parser where they are not. */
class JsonRows {
  readonly #records: RecordBatch;
  readonly #rows: LogRows;
  readonly #fields = new Map<string, Field>();
  readonly #scanner: JsonLinesScanner;

  constructor(records: RecordBatch, state: RowState) {
    this.#records = records;
    this.#rows = new LogRows(records, state);
    this.#scanner = new JsonLinesScanner(this.#rows, (name) => this.#field(name));
  }

  get epochsRepeat(): boolean {
    return this.#rows.epochsRepeat;
  }

  /** Returns the number of lines. */
  readBytes({ bytes, start, end }: ByteLines, firstLine: number): number {
    const shaped = new ShapedRows(this.#rows, bytes, end);
    let others = 0;
    for (let at = shaped.read(start); at < end; at = shaped.read(at)) {
      const next = bytes.indexOf(lineFeed, at) + 1;
      this.#readLine(bytes, at, next, firstLine + others + shaped.count, shaped);
      at = next;
      others++;
    }
    return others + shaped.count;
  }

  #readLine(bytes: Uint8Array, start: number, end: number, number: number, shaped: ShapedRows): void {
    const last = bytes[end - 2] === carriageReturn && end - 1 > start ? end - 2 : end - 1;
    if (!this.#scanner.scan(bytes, start, last)) {
      for (const line of decodeText(bytes.subarray(start, last)).split('\r')) this.readText(line, number);
      return;
    }
    this.#rows.end();
    shaped.learn(start, end, () => this.#scanner.slots(bytes, start, last));
  }

  /** Reads one line; blank ones say nothing. */
  readText(line: string, number: number): void {
    if (line.trim() !== '' && !this.readObject(line)) this.#records.skip(number, 'The line is no JSON object.');
  }

  /** Whether the line is an object and has been read. */
  readObject(line: string): boolean {
    const bytes = new TextEncoder().encode(line);
    if (this.#scanner.scan(bytes, 0, bytes.length)) {
      this.#rows.end();
      return true;
    }
    const json = parseJson(line);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
    this.#rows.begin();
    this.#flatten('', json, 0);
    this.#rows.end();
    return true;
  }

  #flatten(prefix: string, object: object, depth: number): void {
    for (const [key, value] of Object.entries(object) as [string, unknown][]) {
      const name = prefix + key;
      if (typeof value === 'number') this.#rows.number(this.#field(name), Float64Array.of(value));
      else if (typeof value === 'string') this.#rows.text(this.#field(name), value);
      else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest) this.#flatten(`${name}/`, value, depth + 1);
    }
  }

  #field(name: string): Field {
    const known = this.#fields.get(name);
    if (known) return known;
    const made = rowField(name);
    this.#fields.set(made.name, made);
    return made;
  }
}

const deepest = 8;
const lineFeed = 10;
const carriageReturn = 13;

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  const text = decodeText(head).trimStart();
  if (name.startsWith('._') || !text.startsWith('{')) return 0;
  const lines = text.split(/[\r\n]+/, 2 * linesJudged).filter((line) => line.trim() !== '');
  if (lines.length > 1 && !/[\r\n]$/.test(text)) lines.pop();
  const kinds = lines.slice(0, linesJudged).map(kindOfLine);
  const logged = kinds.filter((kind) => kind !== 'other').length;
  const named = /\.(?:jsonl|ndjson)$|^(?:scalars|metrics)\.json$/i.test(name);
  if (logged === 0 || logged < kinds.length * 0.8 || (logged < 2 && !named)) return 0;
  if (!kinds.includes('training')) return 1;
  return named ? 3 : 2;
}

const linesJudged = 200;

/** `training`: steps or epochs beside a known metric; `numbers`: one of the two. */
function kindOfLine(line: string): 'training' | 'numbers' | 'other' {
  const json = parseJson(line);
  if (typeof json !== 'object' || json === null) return 'other';
  const names = Object.entries(json).filter(([, value]) => numberOf(value) !== undefined).map(([name]) => name);
  const counted = names.some((name) => roleOf(name) === 'step' || roleOf(name) === 'epoch');
  const measured = names.some((name) => roleOf(name) === 'metric' && isKnownMetric(name));
  if (counted && measured) return 'training';
  const isText = Object.values(json).some((value) => typeof value === 'string' && value.length > longestLabel);
  return !isText && (measured || (counted && names.length > 1)) ? 'numbers' : 'other';
}

/** Rows of data sets hold whole texts. */
const longestLabel = 200;
