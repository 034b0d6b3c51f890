import { baseName, type Source } from '../model/source';
import { runOfEvents } from './runFolder';
import { maskedCrc32c } from './crc32c';
import type { Confidence, Format, ReadResult } from './format';
import { RecordBatch } from './recordBatch';
import { mayHoldSummary, TensorBoardEvents } from './tensorBoardEvents';
import { corrupt, findRecord, headerLength, largestChecked, overhead, partial, recordAt } from './tensorBoardRecords';
import { viewOf } from './viewOf';

/** Where reading of an event file stopped. */
export interface TensorBoardCursor {
  /** Start of the next record or, inside a corrupt stretch, the byte from which to look for one. */
  readonly offset: number;
  /** Start of the corrupt stretch that `offset` lies in. */
  readonly corruptAt?: number;
  /** Plugin of each tag: metadata stand only in the first event of a tag. */
  readonly plugins: ReadonlyMap<string, string>;
}

/**
 * TensorBoard event files: scalars in every encoding, histograms as L2 norms, hyper-parameters, and the arguments and
 * model configuration that the Hugging Face Trainer writes as text. Layout: TFRecord frames (length, checksum, data,
 * checksum) around Event protocol buffers. A corrupt stretch is passed over and counted as one skipped record.
 */
export const tensorBoard: Format<TensorBoardCursor> = { id: 'tensorboard', label: 'TensorBoard event file', home: runOfEvents, recognise, read };

const chunkLength = 4 << 20;
/** Summaries above this length (embedded images beside scalars) are not read. */
const largestSummary = 64 << 20;

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._')) return 0;
  const named = name.includes('tfevents');
  const bytes = viewOf(head);
  if (startsWithVersion(bytes)) return named ? 3 : 2;
  if (!named) return 0;
  return findRecord(bytes, 0) >= 0 ? 1 : 0;
}

/** The first record of an event file is `{wall_time, file_version: "brain.Event:2"}`. */
function startsWithVersion(head: DataView): boolean {
  const length = recordAt(head, 0);
  if (length < 0 || length > 1024) return false;
  return new TextDecoder().decode(new Uint8Array(head.buffer, head.byteOffset + headerLength, length)).includes('brain.Event:');
}

async function read(source: Source, cursor: TensorBoardCursor = { offset: 0, plugins: new Map() }): Promise<ReadResult<TensorBoardCursor>> {
  const bytes = await source.read(cursor.offset, chunkLength);
  const records = new RecordBatch();
  const events = new TensorBoardEvents(bytes, records, cursor.plugins, source.path);
  const stop = decodeRecords(viewOf(bytes), events, records, cursor);
  const next = { ...stop, plugins: events.plugins };
  const full = bytes.length === chunkLength;
  if (stop.large === undefined) return full ? { records, cursor: cursorOf(next), more: true } : finish(records, cursorOf(next), cursor, bytes.length);
  if (stop.offset > cursor.offset) return { records, cursor: cursorOf(next), more: true };
  return readLarge(source, cursorOf(next), stop.large, records);
}

interface Stop {
  readonly offset: number;
  readonly corruptAt?: number;
  /** Length of the data of the record at `offset`, which is too large to be read on the way. */
  readonly large?: number;
}

/** Decodes all records that stand whole in the bytes, which start at the cursor. */
function decodeRecords(bytes: DataView, events: TensorBoardEvents, records: RecordBatch, cursor: TensorBoardCursor): Stop {
  const base = cursor.offset;
  let at = 0;
  let corruptAt = cursor.corruptAt;
  for (;;) {
    if (corruptAt !== undefined) {
      const found = findRecord(bytes, at);
      if (found < 0) return { offset: base + Math.max(at, bytes.byteLength - headerLength + 1), corruptAt };
      if (recordAt(bytes, found) === partial) return { offset: base + found, corruptAt };
      records.skip(corruptAt, `${base + found - corruptAt} bytes are corrupt: their checksums do not hold.`);
      corruptAt = undefined;
      at = found;
    }
    at = events.decodeLike(at);
    const length = recordAt(bytes, at);
    if (length === partial) return { offset: base + at };
    if (length > largestChecked) return { offset: base + at, large: length };
    if (length === corrupt) {
      corruptAt = base + at++;
      continue;
    }
    if (!events.decode(at + headerLength, at + headerLength + length)) records.skip(base + at, 'The record is not an event.');
    at += overhead + length;
  }
}

/** At the end of the file: what is left over is cut off, or still being written, or corrupt. */
function finish(records: RecordBatch, next: TensorBoardCursor, from: TensorBoardCursor, length: number): ReadResult<TensorBoardCursor> {
  const size = from.offset + length;
  if (next.corruptAt === undefined && next.offset >= size) return { records, cursor: next, more: false };
  const provisional = new RecordBatch();
  provisional.learn({ cut: true });
  if (next.corruptAt === undefined) return { records, provisional, cursor: next, more: false };
  provisional.skip(next.corruptAt, `The last ${size - next.corruptAt} bytes are corrupt: their checksums do not hold.`);
  // A hole that a file system has not filled yet looks corrupt: it is looked at again while that is cheap.
  const again = next.corruptAt >= from.offset;
  return { records, provisional, cursor: again ? { offset: next.corruptAt, plugins: next.plugins } : next, more: false };
}

/** A record that is too large for a chunk: graphs, images and audio are passed over by their length. */
async function readLarge(source: Source, cursor: TensorBoardCursor, length: number, records: RecordBatch): Promise<ReadResult<TensorBoardCursor>> {
  const start = cursor.offset + headerLength;
  const checksum = await source.read(start + length, 4);
  if (checksum.length < 4) {
    const provisional = new RecordBatch();
    provisional.learn({ cut: true });
    return { records, provisional, cursor, more: false };
  }
  const next = { offset: start + length + 4, plugins: cursor.plugins };
  if (!mayHoldSummary(await source.read(start, 64))) return { records, cursor: next, more: true };
  const data = length > largestSummary ? undefined : await source.read(start, length);
  if (!data || maskedCrc32c(viewOf(data)) !== viewOf(checksum).getUint32(0, true)) {
    records.skip(cursor.offset, data ? `${length} bytes are corrupt: their checksum does not hold.` : `A record of ${length} bytes is too large to be read.`);
    return { records, cursor: next, more: true };
  }
  const events = new TensorBoardEvents(data, records, cursor.plugins, source.path);
  if (!events.decode(0, length)) records.skip(cursor.offset, 'The record is not an event.');
  return { records, cursor: { ...next, plugins: events.plugins }, more: true };
}

function cursorOf({ offset, corruptAt, plugins }: TensorBoardCursor): TensorBoardCursor {
  return corruptAt === undefined ? { offset, plugins } : { offset, corruptAt, plugins };
}
