import type { Source } from '../model/source';
import type { Format, ReadResult } from './format';
import { readLines, type LineCursor, type LinesRead } from './lineReader';
import { RecordBatch } from './recordBatch';
import { isBanner, presetById, presetOfLine } from './text/choosePreset';
import { cleanLine } from './text/cleanLine';
import { generic } from './text/generic';
import { TextSink, type TextPreset } from './text/preset';
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
  if (read.tooLong > 0) records.skip(read.firstLine + read.lines.length, 'the line is longer than 16 MiB');
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
  for (let i = 0; i < lines.length;) {
    const isOpen = reading.preset.weak && !reading.preset.settled?.(reading.state);
    if (isOpen && isRecord(lines[i])) lookForPreset(cleanLine(lines[i]), reading, sink);
    const next = shaped.read(i, reading.preset, isOpen ? 1 : lines.length);
    if (next === i && isRecord(lines[i])) {
      const line = cleanLine(lines[i]);
      sink.line = firstLine + i;
      reading.preset.parse(line, reading.state, sink);
      shaped.learn(i, line, reading.preset, reading.state);
    }
    i = Math.max(next, i + 1);
  }
}

function isRecord(line: string): boolean {
  return line !== '' && line.length <= longestLine;
}

function lookForPreset(line: string, reading: Reading, sink: TextSink): void {
  const better = presetOfLine(line, reading.preset);
  if (better) decideFor(better, reading, sink);
  else if (isBanner(line)) keep(line, reading.preamble);
}

/** The preset learns what stood before the line that decided for it. */
function decideFor(preset: TextPreset, reading: Reading, sink: TextSink): void {
  const state = preset.start(reading);
  for (const line of reading.preamble) preset.parse(line, state, sink);
  Object.assign(reading, { preset, state, preamble: preset.weak ? reading.preamble : [] });
}

function keep(line: string, preamble: string[]): void {
  preamble.push(line.slice(0, longestBanner));
  if (preamble.length > mostBanners) preamble.shift();
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
