import type { Source } from '../model/source';
import type { RecordBatch } from './recordBatch';

/**
 * A kind of file that holds the log of a run. To add one: write one file that exports a Format and add a line to
 * the registry.
 *
 * A cursor is plain data (it survives structuredClone) that says where reading stopped. `read` returns what stands
 * between the cursor and the present end of the file, at most a few megabytes at a time, and never throws on what
 * the file contains: a record that cannot be read is skipped and counted.
 */
export interface Format<Cursor = unknown> {
  readonly id: string;
  /** For people: "TensorBoard event file". */
  readonly label: string;
  /** Each file holds the whole history of its run, so that only the newest is read. */
  readonly wholeHistory?: true;
  /** Folder that stands for the run of such a file, where a folder holds one run; absent or undefined where each file is a run. */
  home?(path: string): string | undefined;
  /**
   * How sure it is that a file is its own, from the path and the first bytes (up to 64 KiB): 0 not at all, 1 by the
   * shape of the content alone, 2 by a signature in the content, 3 by name and content together.
   */
  recognise(path: string, head: Uint8Array): Confidence;
  /** Reads on from a cursor; without one, from the start. */
  read(source: Source, cursor?: Cursor): Promise<ReadResult<Cursor>>;
}

export type Confidence = 0 | 1 | 2 | 3;

export interface ReadResult<Cursor> {
  /** What is certain: complete records, in the order of the file. */
  readonly records: RecordBatch;
  /**
   * The unfinished record at the end of the file, read as if it were complete. It is replaced by the next read, and
   * used only when the file has stopped growing.
   */
  readonly provisional?: RecordBatch;
  readonly cursor: Cursor;
  /** Whether the file holds more than this read returned. */
  readonly more: boolean;
  /** The records replace everything read from this source before (a whole-file format was rewritten). */
  readonly replaces?: boolean;
}
