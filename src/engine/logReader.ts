import type { Format, ReadResult } from '../formats/format';
import type { RecordBatch } from '../formats/recordBatch';
import type { Source } from '../model/source';

/** What one read of a log brings, as `ReadResult` says. */
export interface LogNews extends Pick<ReadResult<unknown>, 'cursor' | 'more' | 'replaces'> {
  readonly records: Records;
  readonly provisional?: Records;
  /** First bytes of the file, a character each, as they were before it was read from its start. */
  readonly head?: string;
}

/** Bytes by which a file is known again. */
export const knownBytes = 256;

/** What is asked of a batch of records once it has been read. */
export type Records = Pick<RecordBatch, 'series' | 'skipped' | 'skippedCount' | 'facts'>;

/** Whoever opens files and understands them: this thread, or others for what takes long. */
export interface LogReader {
  /** The one of the formats that is surest of a file; undefined when none claims it. */
  recognise(source: Source, formats: readonly Format[]): Promise<Format | undefined>;
  /** Reads on from a cursor, behind which about `left` bytes stand. */
  read(format: Format, source: Source, cursor: unknown, left: number): Promise<LogNews>;
}

/** Does everything in this thread. */
export const readHere: LogReader = {
  async recognise(source, formats) {
    const head = await source.read(0, headBytes);
    let best: Format | undefined;
    let confidence = 0;
    for (const format of formats) {
      const claim = format.recognise(source.path, head);
      if (claim > confidence) [best, confidence] = [format, claim];
      if (confidence === 3) break;
    }
    return best;
  },
  async read(format, source, cursor) {
    const head = cursor === undefined ? await readStart(source, knownBytes) : undefined;
    const news = await format.read(source, cursor);
    return head === undefined ? news : { ...news, head };
  },
};

/** First bytes of a file, a character each. */
export async function readStart(source: Source, length: number): Promise<string> {
  return String.fromCharCode(...(await source.read(0, length)));
}

const headBytes = 65_536;
