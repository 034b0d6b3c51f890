import { baseName, folderOf, type Source } from '../../model/source';
import { decodeText } from '../decodeText';
import type { Confidence, Format, ReadResult } from '../format';
import { readLines, type LineCursor } from '../lineReader';
import { RecordBatch } from '../recordBatch';
import { statisticsLine } from './statisticsRecords';
import { StatisticsReader, statisticsStart, type StatisticsState } from './statisticsReader';

export interface StatisticsCursor {
  readonly lines: LineCursor;
  readonly state: StatisticsState;
}

/**
 * Plateau's own plateau-statistics.jsonl, as docs/statistics.md describes it. Of eigenvalues only their measures become series;
 * `readEigenvalues` finds the spectrum itself.
 */
export const plateauStatistics: Format<StatisticsCursor> = {
  id: 'plateau-statistics', label: 'Plateau statistics', home: folderOf, recognise, read,
};

async function read(source: Source, cursor?: StatisticsCursor): Promise<ReadResult<StatisticsCursor>> {
  const lines = await readLines(source, cursor?.lines);
  const before = cursor?.state ?? statisticsStart;
  const records = new RecordBatch();
  if (lines.tooLong > 0) records.skip(lines.firstLine + lines.lines.length, 'The line is too long to be read.');
  const reader = new StatisticsReader(records, before);
  lines.lines.forEach((line, i) => { reader.read(line, lines.firstLine + i); });
  if (reader.state.ended !== before.ended) records.learn({ ended: reader.state.ended });
  const provisional = lines.more ? undefined : unfinished(lines.rest, lines.cursor.line, reader.state);
  return { records, provisional, cursor: { lines: lines.cursor, state: reader.state }, more: lines.more };
}

/** The line without an end: a whole record whose line feed is still to come, else half of one. */
function unfinished(rest: string, line: number, state: StatisticsState): RecordBatch | undefined {
  if (rest.trim() === '') return undefined;
  const records = new RecordBatch();
  if (statisticsLine(rest)) new StatisticsReader(records, state).read(rest, line);
  else records.learn({ cut: true });
  return records;
}

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  const start = decodeText(head.subarray(0, headLength)).trimStart();
  if (name.startsWith('._') || !start.startsWith('{')) return 0;
  const named = name === 'plateau-statistics.jsonl';
  if (/^\{[^\n]*?"schema"\s*:\s*"plateau-statistics"/.test(start)) return 3;
  return named && /^\{\s*"kind"\s*:/.test(start) ? 3 : 0;
}

const headLength = 4096;
