import type { Format, ReadResult } from '../formats/format';
import type { RecordBatch } from '../formats/recordBatch';
import type { Source, SourceStat } from '../model/source';

/** What a look at a file found. */
export interface FileNews {
  /** Everything read from this file before is void: it was truncated, replaced or rewritten. */
  readonly restarted: boolean;
  readonly records: readonly RecordBatch[];
  /** The unfinished record at the end, once the file has been quiet. */
  readonly provisional: RecordBatch | undefined;
}

/** Reads one file on from where it stopped, and notices when it is no longer the same file. */
export class FileFollower {
  readonly source: Source;
  readonly #format: Format;
  #cursor: unknown;
  #last: SourceStat | undefined;
  #head = '';
  #tail: RecordBatch | undefined;
  #tailShown = false;

  constructor(source: Source, format: Format) {
    this.source = source;
    this.#format = format;
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
    this.#last = stat;
    if (before && unchanged(before, stat)) return this.#settle();
    const restarted = before !== undefined && (await this.#isAnother(before, stat));
    if (restarted) this.#cursor = undefined;
    if (restarted || this.#head === '') this.#head = await this.#readHead();
    const news = await this.#readOn(restarted, onBytes);
    // On a first look nobody has seen the file grow: its last line counts unless more of it comes.
    if (!before || before.size === stat.size) return { ...news, provisional: this.#showTail() };
    return news;
  }

  /** The file has not changed since the last look: its last line is as complete as it will be. */
  #settle(): FileNews | undefined {
    if (!this.#tail || this.#tailShown) return undefined;
    return { restarted: false, records: [], provisional: this.#showTail() };
  }

  #showTail(): RecordBatch | undefined {
    this.#tailShown = this.#tail !== undefined;
    return this.#tail;
  }

  async #readOn(restarted: boolean, onBytes: (bytes: number) => void): Promise<FileNews> {
    let replaced = restarted;
    let records: RecordBatch[] = [];
    let result: ReadResult<unknown>;
    let seen = 0;
    do {
      result = await this.#format.read(this.source, this.#cursor);
      this.#cursor = result.cursor;
      if (result.replaces) [replaced, records] = [true, []];
      records.push(result.records);
      onBytes(offsetOf(result.cursor) - seen);
      seen = offsetOf(result.cursor);
    } while (result.more);
    this.#tail = result.provisional;
    this.#tailShown = false;
    return { restarted: replaced, records, provisional: undefined };
  }

  async #isAnother(before: SourceStat, now: SourceStat): Promise<boolean> {
    if (now.size < before.size || now.identity !== before.identity) return true;
    return (await this.#readHead()) !== this.#head;
  }

  async #readHead(): Promise<string> {
    const length = Math.min(headBytes, this.#last?.size ?? 0);
    const known = this.#head === '' ? length : Math.min(length, this.#head.length);
    return String.fromCharCode(...(await this.source.read(0, known)));
  }
}

const headBytes = 256;

function unchanged(a: SourceStat, b: SourceStat): boolean {
  return a.size === b.size && a.modified === b.modified && a.identity === b.identity;
}

/** How far a cursor has come, where it says so: only for showing progress. */
function offsetOf(cursor: unknown): number {
  return typeof cursor === 'object' && cursor !== null && 'offset' in cursor && typeof cursor.offset === 'number' ? cursor.offset : 0;
}
