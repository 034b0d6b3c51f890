import { baseName, type Source, type SourceStat } from '../model/source';
import { decodeText } from './decodeText';
import type { Confidence, Format, ReadResult } from './format';
import { closeJson } from './history/closeJson';
import { readHistory } from './history/readHistory';
import { readWhole } from './readWhole';
import { RecordBatch } from './recordBatch';
import { parseJson } from './tolerantJson';

/** The file as it was at the last read, and whether it could be read whole. */
export interface JsonHistoryCursor {
  readonly size: number;
  readonly modified: number;
  readonly identity: string;
  readonly whole: boolean;
  readonly known: boolean;
}

/**
 * One JSON value that holds the curves of a run and is written anew as the run goes on: Keras' History as scripts save it, lists that a
 * training loop appends to, Chainer's log. While it cannot be parsed, what was read last stays; once it rests, its beginning is read.
 */
export const jsonHistory: Format<JsonHistoryCursor> = { id: 'json-history', label: 'JSON training history', recognise, read };

const largestFile = 64 << 20;
const fullHead = 1 << 16;

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._') || !/\.json$|^log$/i.test(name)) return 0;
  const text = decodeText(head);
  if (!/^\s*[[{]/.test(text)) return 0;
  const json = parseJson(text) ?? (head.length >= fullHead || tellingFile.test(name) ? parseJson(closeJson(text) ?? '') : undefined);
  const records = json === undefined ? undefined : readHistory(json);
  if (!records) return 0;
  const losses = records.series.filter(({ original, length }) => /loss|acc/i.test(original) && length > 2).length;
  if (tellingFile.test(name)) return 2;
  return losses >= 2 || (losses > 0 && Array.isArray(json)) ? 1 : 0;
}

const tellingFile = /hist|log|metric|loss|train|curve|stats|progress|result/i;

async function read(source: Source, cursor?: JsonHistoryCursor): Promise<ReadResult<JsonHistoryCursor>> {
  const stat = await source.stat();
  const records = new RecordBatch();
  if (!stat) return { records, cursor: cursor ?? nothingRead, more: false };
  const same = cursor !== undefined && cursor.size === stat.size && cursor.modified === stat.modified && cursor.identity === stat.identity;
  if (same && cursor.whole) return { records, cursor, more: false };
  if (stat.size > largestFile) return tooLarge(records, stat);
  const text = decodeText(await readWhole(source, stat.size));
  const whole = readHistory(parseJson(text));
  if (whole) return { records: whole, cursor: cursorAt(stat, true, true), more: false, replaces: true };
  return readBroken(text, cursorAt(stat, same, cursor?.known ?? false));
}

const nothingRead: JsonHistoryCursor = { size: 0, modified: 0, identity: '', whole: false, known: false };

function cursorAt({ size, modified, identity }: SourceStat, whole: boolean, known: boolean): JsonHistoryCursor {
  return { size, modified, identity, whole, known };
}

/** The file is being written or was cut off: what can be read of it is shown when nothing was read before, or when it rests. */
function readBroken(text: string, cursor: JsonHistoryCursor): ReadResult<JsonHistoryCursor> {
  const records = new RecordBatch();
  if (text.trim() === '' || (cursor.known && !cursor.whole)) return { records, cursor, more: false };
  const begun = readHistory(parseJson(closeJson(text) ?? '')) ?? records;
  begun.skip(0, 'The file is cut off or corrupt: only its beginning was read.');
  begun.learn({ cut: true });
  if (cursor.whole) return { records: begun, cursor, more: false, replaces: true };
  return { records, provisional: begun, cursor, more: false };
}

function tooLarge(records: RecordBatch, stat: SourceStat): ReadResult<JsonHistoryCursor> {
  records.skip(0, `The file of ${stat.size} bytes is too large for a training history.`);
  return { records, cursor: cursorAt(stat, true, false), more: false };
}
