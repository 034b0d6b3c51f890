import type { Source, SourceStat } from '../model/source';
import { decodeText } from './decodeText';
import type { ReadResult } from './format';
import { readWhole } from './readWhole';
import { RecordBatch } from './recordBatch';

/** What was found at the last read of a file that is written anew as a whole. */
export interface RewrittenCursor {
  readonly size: number;
  readonly modified: number;
  readonly identity: string;
  /** Points of the last state that could be read whole or, when there was none, 0. */
  readonly points: number;
  /** Whether there is nothing more to be had from the file as it was. */
  readonly settled: boolean;
}

/** How a file of some kind is read. */
export interface RewrittenFile {
  /** In bytes. */
  readonly largest: number;
  /** Such as "trainer state". */
  readonly kind: string;
  /** Undefined when the text is not whole. */
  readonly readWhole: (text: string) => RecordBatch | undefined;
  /** What can be told apart in a broken text, with a word about what cannot. */
  readonly salvage: (text: string) => RecordBatch;
}

/**
 * Reads a file that is written anew, and not atomically, as a run goes on. While it cannot be parsed, the last state that could be stays;
 * when it then rests, what can be told apart in it takes its place if it is not less.
 */
export async function readRewritten(file: RewrittenFile, source: Source, cursor?: RewrittenCursor): Promise<ReadResult<RewrittenCursor>> {
  const stat = await source.stat();
  if (!stat) return { records: new RecordBatch(), cursor: cursor ?? nothingRead, more: false };
  const rests = cursor !== undefined && cursor.size === stat.size && cursor.modified === stat.modified && cursor.identity === stat.identity;
  if (rests && cursor.settled) return { records: new RecordBatch(), cursor, more: false };
  if (stat.size > file.largest) return tooLarge(file, cursorAt(stat, cursor?.points ?? 0, true));
  const text = decodeText(await readWhole(source, stat.size));
  const records = file.readWhole(text);
  if (records) return { records, cursor: cursorAt(stat, pointsOf(records), true), more: false, replaces: true };
  return rests ? readResting(file.salvage(text), cursor) : readBroken(file, text, cursorAt(stat, cursor?.points ?? 0, false));
}

const nothingRead: RewrittenCursor = { size: 0, modified: 0, identity: '', points: 0, settled: false };

function cursorAt({ size, modified, identity }: SourceStat, points: number, settled: boolean): RewrittenCursor {
  return { size, modified, identity, points, settled };
}

function pointsOf({ series }: RecordBatch): number {
  return series.reduce((sum, { length }) => sum + length, 0);
}

/** The file is probably being written: what can be read of it is shown only when nothing has been read before. */
function readBroken(file: RewrittenFile, text: string, cursor: RewrittenCursor): ReadResult<RewrittenCursor> {
  const records = new RecordBatch();
  if (cursor.points > 0 || text.trim() === '') return { records, cursor, more: false };
  return { records, provisional: file.salvage(text), cursor, more: false };
}

function readResting(salvaged: RecordBatch, cursor: RewrittenCursor): ReadResult<RewrittenCursor> {
  const points = pointsOf(salvaged);
  if (points >= cursor.points && points > 0) return { records: salvaged, cursor: { ...cursor, points, settled: true }, more: false, replaces: true };
  const records = new RecordBatch();
  for (const { at, reason } of salvaged.skipped) records.skip(at, reason);
  return { records, cursor: { ...cursor, settled: true }, more: false };
}

function tooLarge({ kind, largest }: RewrittenFile, cursor: RewrittenCursor): ReadResult<RewrittenCursor> {
  const records = new RecordBatch();
  records.skip(0, `The file of ${megabytes(cursor.size)} is too large for a ${kind}: at most ${megabytes(largest)} are read.`);
  return { records, cursor, more: false };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
