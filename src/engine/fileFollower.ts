import type { Format } from '../formats/format';
import type { Source, SourceStat } from '../model/source';
import { knownBytes, readStart, type LogNews, type LogReader, type Records } from './logReader';

/** What a look at a file found. */
export interface FileNews {
  /** Everything read from this file before is void: it was truncated, replaced or rewritten. */
  readonly restarted: boolean;
  readonly records: readonly Records[];
  /** The unfinished record at the end, once the file has been quiet. */
  readonly provisional: Records | undefined;
}

/** Reads one file on from where it stopped, and notices when it is no longer the same file. */
export class FileFollower {
  readonly source: Source;
  readonly #format: Format;
  readonly #reader: LogReader;
  #cursor: unknown;
  #last: SourceStat | undefined;
  #head = '';
  #tail: Records | undefined;
  #tailShown = false;

  constructor(source: Source, format: Format, reader: LogReader) {
    this.source = source;
    this.#format = format;
    this.#reader = reader;
  }

  get stat(): SourceStat | undefined {
    return this.#last;
  }

  /**
   * What is new since the last look; undefined when nothing is. A file that is gone keeps what it said. `onBytes`
   * hears of progress.
   */
  async look(onBytes: (bytes: number) => void): Promise<FileNews | undefined> {
    const stat = await this.source.stat();
    if (!stat) return undefined;
    const before = this.#last;
    if (before && unchanged(before, stat)) return this.#settle();
    const restarted = before !== undefined && (await this.#isAnother(before, stat));
    const news = await this.#readOn(restarted, stat, onBytes);
    // Only now: what could not be read this time is still news the next time.
    this.#last = stat;
    // On a first look nobody has seen the file grow: its last line counts unless more of it comes.
    if (!before || before.size === stat.size) return { ...news, provisional: this.#showTail() };
    return news;
  }

  /** The file has not changed since the last look: its last line is as complete as it will be. */
  #settle(): FileNews | undefined {
    if (!this.#tail || this.#tailShown) return undefined;
    return { restarted: false, records: [], provisional: this.#showTail() };
  }

  #showTail(): Records | undefined {
    this.#tailShown = this.#tail !== undefined;
    return this.#tail;
  }

  async #readOn(restarted: boolean, stat: SourceStat, onBytes: (bytes: number) => void): Promise<FileNews> {
    let replaced = restarted;
    let records: Records[] = [];
    let cursor = restarted ? undefined : this.#cursor;
    // An empty file has no start to be known by.
    let head = this.#head === '' && cursor !== undefined ? await readStart(this.source, knownBytes) : this.#head;
    let result: LogNews;
    do {
      const from = offsetOf(cursor);
      result = await this.#reader.read(this.#format, this.source, cursor, stat.size - from);
      cursor = result.cursor;
      head = result.head ?? head;
      if (result.replaces) [replaced, records] = [true, []];
      records.push(result.records);
      onBytes(Math.max(0, offsetOf(cursor) - from));
    } while (result.more);
    this.#cursor = cursor;
    this.#head = head;
    this.#tail = result.provisional;
    this.#tailShown = false;
    return { restarted: replaced, records, provisional: undefined };
  }

  async #isAnother(before: SourceStat, now: SourceStat): Promise<boolean> {
    if (now.size < before.size || now.identity !== before.identity) return true;
    return (await readStart(this.source, Math.min(this.#head.length, now.size))) !== this.#head;
  }
}

function unchanged(a: SourceStat, b: SourceStat): boolean {
  return a.size === b.size && a.modified === b.modified && a.identity === b.identity;
}

/** How far a cursor has come, or the cursor of its lines, where it says so: to show progress, and to guess what is left. */
function offsetOf(cursor: unknown): number {
  if (typeof cursor !== 'object' || cursor === null) return 0;
  if ('offset' in cursor && typeof cursor.offset === 'number') return cursor.offset;
  return 'lines' in cursor ? offsetOf(cursor.lines) : 0;
}
