import type { Source } from '../model/source';
import type { Format, ReadResult } from './format';
import { readLines, type LineCursor, type LinesRead } from './lineReader';
import { RecordBatch } from './recordBatch';
import { isBanner, presetById, presetOfLine } from './text/choosePreset';
import { cleanLine } from './text/cleanLine';
import { generic } from './text/generic';
import { type LineRecord, TextSink, type TextPreset } from './text/preset';
import { recogniseText } from './text/recogniseText';
import { ShapedLines } from './text/shapedLines';
import { isNotebook } from './text/textPath';

/** Where reading of a text log stopped, and what was understood of it so far. */
export interface TextCursor {
  readonly lines: LineCursor;
  readonly preset: string;
  readonly state: object;
  /** Lines from before the preset was known that may tell it something. */
  readonly preamble: readonly string[];
}

/**
 * Console output of training scripts. A file begins as an unknown log and belongs to a preset from the first line
 * that bears its signature, wherever that line stands.
 */
export const textLog: Format<TextCursor> = {
  id: 'text',
  label: 'Text log',
  recognise: recogniseText,
  read: readTextLog,
};

async function readTextLog(source: Source, cursor?: TextCursor): Promise<ReadResult<TextCursor>> {
  const read = await readLines(source, cursor?.lines);
  const reading = resume(source, cursor);
  const records = new RecordBatch();
  take(read, reading, new TextSink(records));
  if (read.tooLong > 0) records.skip(read.firstLine + read.lines.length, 'The line is too long to be read.');
  return {
    records,
    provisional: read.more ? undefined : provisionalRecords(read, reading),
    cursor: { lines: read.cursor, preset: reading.preset.id, ...structuredClone({ state: reading.state, preamble: reading.preamble }) },
    more: read.more,
  };
}

interface Reading {
  preset: TextPreset;
  state: object;
  preamble: string[];
  readonly notebook: boolean;
}

/** Cursors stay as they were handed out: state is copied before it changes, and again so that it keeps no line alive. */
function resume(source: Source, cursor: TextCursor | undefined): Reading {
  const notebook = isNotebook(source.path);
  const preset = cursor ? presetById(cursor.preset) : generic;
  return { preset, state: cursor ? structuredClone(cursor.state) : preset.start({ notebook }), preamble: [...cursor?.preamble ?? []], notebook };
}

function take(read: Pick<LinesRead, 'lines' | 'firstLine' | 'bytes'>, reading: Reading, sink: TextSink): void {
  const { lines, firstLine } = read;
  const shaped = new ShapedLines(read, sink);
  for (let i = shaped.read(0); i < lines.length; i = shaped.read(i + 1)) {
    if (lines[i] === '') shaped.learn(i, '', () => blank);
    if (!isRecord(lines[i])) continue;
    const line = cleanLine(lines[i]);
    const before = reading.preset;
    const isKept = isOpen(reading) && lookForPreset(line, reading, sink);
    const { preset, state } = reading;
    if (preset !== before) shaped.forget();
    sink.line = firstLine + i;
    preset.parse(line, state, sink);
    // What may tell a later preset something is looked at line by line.
    if (!isKept) shaped.learn(i, line, () => preset.record?.(line, state));
  }
}

/** What a line without anything says. */
const blank: LineRecord = { counts: [], values: [], take: () => undefined };

/** Whether another preset may take over. */
function isOpen({ preset, state }: Reading): boolean {
  return preset.weak === true && !preset.settled?.(state);
}

function isRecord(line: string): boolean {
  return line !== '' && line.length <= longestLine;
}

/** Whether the line may tell something to a preset that takes over later, and was kept for it. */
function lookForPreset(line: string, reading: Reading, sink: TextSink): boolean {
  const better = presetOfLine(line, reading.preset);
  if (better) decideFor(better, reading, sink);
  else if (isBanner(line)) return keep(line, reading.preamble);
  return false;
}

/** The preset learns what stood before the line that decided for it. */
function decideFor(preset: TextPreset, reading: Reading, sink: TextSink): void {
  const state = preset.start(reading);
  for (const line of reading.preamble) preset.parse(line, state, sink);
  Object.assign(reading, { preset, state, preamble: preset.weak ? reading.preamble : [] });
}

function keep(line: string, preamble: string[]): true {
  preamble.push(line.slice(0, longestBanner));
  if (preamble.length > mostBanners) preamble.shift();
  return true;
}

const mostBanners = 500;
const longestBanner = 8000;

/** What no script writes in one line of a log: settings and data are that long, records are not. */
const longestLine = 20_000;

function provisionalRecords({ rest, cursor }: LinesRead, reading: Reading): RecordBatch | undefined {
  if (rest === '' && !reading.preset.finish) return undefined;
  const ahead = { ...reading, state: structuredClone(reading.state), preamble: [...reading.preamble] };
  const records = new RecordBatch();
  const sink = new TextSink(records);
  take({ lines: [rest], firstLine: cursor.line }, ahead, sink);
  ahead.preset.finish?.(ahead.state, sink);
  return records.series.length > 0 || records.facts.ended !== undefined ? records : undefined;
}
