import type { Source } from '../model/source';
import { detached } from './detached';
import type { Format, ReadResult } from './format';
import { readLines, type LineCursor } from './lineReader';
import { RecordBatch } from './recordBatch';
import { cleanLine } from './text/cleanLine';
import { parseNumber } from './text/number';
import { hasSlowRepetition } from './text/slowPattern';
import { isTextPath } from './text/textPath';
import { wallTime } from './text/wallTime';

/**
 * The format of text logs whose lines a person's own pattern describes (setting `text.pattern`), with the named
 * groups `step` and `value` and optionally `name`. A sentence that says what to do when the pattern cannot be used.
 */
export function pinnedPattern(pattern: string): Format<PatternCursor> | { readonly error: string } {
  const compiled = compile(pattern);
  if ('error' in compiled) return compiled;
  return {
    id: 'text-pattern',
    label: 'Text log (own pattern)',
    recognise: (path, head) => (isTextPath(path) && matchesAny(compiled, head) ? 2 : 0),
    read: (source, cursor) => readMatches(compiled, source, cursor),
  };
}

export interface PatternCursor {
  readonly lines: LineCursor;
}

/** Backtracking grows with the length of the line: longer lines are not searched. */
const longestLine = 2000;
/** Milliseconds for the lines of one read. A pattern that takes longer is not worth waiting for. */
const patience = 3000;

function compile(pattern: string): RegExp | { readonly error: string } {
  for (const group of ['step', 'value']) {
    if (!pattern.includes(`(?<${group}>`)) return { error: `text.pattern has no group (?<${group}>…); add one around the ${group}.` };
  }
  if (hasSlowRepetition(pattern)) {
    return { error: 'text.pattern repeats a group that itself contains a repetition or alternatives, which can take forever; write it without the outer repetition.' };
  }
  try {
    return new RegExp(pattern);
  } catch (error) {
    return { error: `text.pattern is not a regular expression: ${error instanceof Error ? error.message : String(error)}.` };
  }
}

function matchesAny(pattern: RegExp, head: Uint8Array): boolean {
  const until = Date.now() + patience;
  for (const line of new TextDecoder().decode(head).split(/\r\n|\r|\n/)) {
    if (Date.now() > until) return false;
    if (line.length <= longestLine && pattern.test(cleanLine(line))) return true;
  }
  return false;
}

async function readMatches(pattern: RegExp, source: Source, cursor: PatternCursor | undefined): Promise<ReadResult<PatternCursor>> {
  const read = await readLines(source, cursor?.lines);
  const records = new RecordBatch();
  const until = Date.now() + patience;
  for (const [i, line] of read.lines.entries()) {
    if (Date.now() > until) {
      records.skip(read.firstLine + i, 'The setting text.pattern takes too long here, so that this line and those behind it are left out: write it without parts that match the same text in many ways.');
      break;
    }
    takeLine(pattern, line, records);
  }
  if (read.tooLong > 0) records.skip(read.firstLine + read.lines.length, 'The line is too long to be read.');
  const provisional = new RecordBatch();
  if (read.rest !== '') takeLine(pattern, read.rest, provisional);
  return { records, provisional: provisional.series.length > 0 ? provisional : undefined, cursor: { lines: read.cursor }, more: read.more };
}

function takeLine(pattern: RegExp, raw: string, records: RecordBatch): void {
  if (raw.length > longestLine) return;
  const line = cleanLine(raw);
  const groups = pattern.exec(line)?.groups;
  if (!groups) return;
  const step = parseNumber(groups.step ?? '');
  const value = parseNumber(groups.value ?? '');
  const name = (groups.name ?? 'loss').trim();
  if (step !== undefined && Number.isFinite(step) && value !== undefined && name !== '') records.point(detached(name), step, value, wallTime(line));
}
