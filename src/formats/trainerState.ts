import { baseName, folderOf, type Source, type SourceStat } from '../model/source';
import { runOfCheckpoint } from './runFolder';
import { decodeText } from './decodeText';
import type { Confidence, Format, ReadResult } from './format';
import { readWhole } from './readWhole';
import { RecordBatch } from './recordBatch';
import { parseJson } from './tolerantJson';
import { readTrainerState, salvageTrainerState } from './trainerStateRows';

/** What was found at the last read of the file. */
export interface TrainerStateCursor {
  readonly size: number;
  readonly modified: number;
  readonly identity: string;
  /** Rows of the last state that could be read whole or, when there was none, 0. */
  readonly rows: number;
  /** Whether the file as it was could be read whole. */
  readonly whole: boolean;
}

/**
 * trainer_state.json of the Hugging Face Trainer: one object with the whole history, written anew at each checkpoint and
 * not atomically. While it cannot be parsed, the last state that could be stays; when it then rests, the rows that can
 * be told apart are read.
 */
export const trainerState: Format<TrainerStateCursor> = { id: 'trainer-state', label: 'Hugging Face trainer state', wholeHistory: true, home: runOfCheckpoint, recognise, read };

const largestFile = 256 << 20;

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._') || /(?:^|\/)tmp-checkpoint-[^/]*$/.test(folderOf(path))) return 0;
  const text = decodeText(head);
  if (!/^\s*\{/.test(text) || !/"log_history"\s*:\s*\[/.test(text)) return 0;
  return name === 'trainer_state.json' ? 3 : 2;
}

async function read(source: Source, cursor?: TrainerStateCursor): Promise<ReadResult<TrainerStateCursor>> {
  const stat = await source.stat();
  const records = new RecordBatch();
  if (!stat) return { records, cursor: cursor ?? nothingRead, more: false };
  const same = cursor !== undefined && cursor.size === stat.size && cursor.modified === stat.modified && cursor.identity === stat.identity;
  if (same && cursor.whole) return { records, cursor, more: false };
  if (stat.size > largestFile) return tooLarge(records, stat);
  const text = decodeText(await readWhole(source, stat.size));
  const rows = readTrainerState(parseJson(text), records);
  if (rows !== undefined) return { records, cursor: cursorAt(stat, rows, true), more: false, replaces: true };
  return same ? readResting(text, stat, cursor) : readBroken(text, stat, cursor?.rows ?? 0);
}

const nothingRead: TrainerStateCursor = { size: 0, modified: 0, identity: '', rows: 0, whole: false };

function cursorAt({ size, modified, identity }: SourceStat, rows: number, whole: boolean): TrainerStateCursor {
  return { size, modified, identity, rows, whole };
}

/** The file is probably being written: what can be read of it is shown only when nothing has been read before. */
function readBroken(text: string, stat: SourceStat, rows: number): ReadResult<TrainerStateCursor> {
  const cursor = cursorAt(stat, rows, false);
  const records = new RecordBatch();
  if (rows > 0 || text === '') return { records, cursor, more: false };
  const provisional = new RecordBatch();
  salvageTrainerState(text, provisional);
  return { records, provisional, cursor, more: false };
}

/** The file is broken and no longer changes: its rows replace those of the last state when they are not fewer. */
function readResting(text: string, stat: SourceStat, cursor: TrainerStateCursor): ReadResult<TrainerStateCursor> {
  const records = new RecordBatch();
  const rows = salvageTrainerState(text, records);
  if (rows >= cursor.rows && rows > 0) return { records, cursor: cursorAt(stat, rows, true), more: false, replaces: true };
  const skipped = new RecordBatch();
  skipped.skip(0, records.skipped[0].reason);
  return { records: skipped, cursor: cursorAt(stat, cursor.rows, true), more: false };
}

function tooLarge(records: RecordBatch, stat: SourceStat): ReadResult<TrainerStateCursor> {
  records.skip(0, `The file of ${stat.size} bytes is too large for a trainer state.`);
  return { records, cursor: cursorAt(stat, 0, true), more: false };
}
