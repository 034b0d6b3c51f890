import type { Format } from '../formats/format';
import type { RunFacts, SkippedRecord } from '../formats/recordBatch';
import { mergeFacts } from '../model/plan';
import type { Series } from '../model/series';
import type { Source } from '../model/source';
import { FileFollower } from './fileFollower';
import type { LogReader, Records } from './logReader';
import { readHere } from './logReader';

export interface SkippedInFile extends SkippedRecord {
  readonly path: string;
}

/**
 * The files of one format that continue each other (a restart opens a new event file), read as one log. When a file
 * turns out to be another one than it was, the whole stream is read again: the disk is the truth.
 */
export class LogStream {
  readonly format: Format;
  readonly #reader: LogReader;
  #followers: FileFollower[] = [];
  #series = new Map<string, Series>();
  /** Lengths of the series without the unfinished last record. */
  #certain = new Map<string, number>();
  #facts: RunFacts = noFacts;
  #cut = false;
  #skipped: SkippedInFile[] = [];
  #skippedCount = 0;
  #grownAt = NaN;
  #version = 0;
  #restarts = 0;

  constructor(format: Format, reader: LogReader = readHere) {
    this.format = format;
    this.#reader = reader;
  }

  get series(): readonly Series[] {
    return [...this.#series.values()];
  }

  get facts(): RunFacts {
    return { ...this.#facts, cut: this.#cut };
  }

  get paths(): readonly string[] {
    return this.#followers.map(({ source }) => source.path);
  }

  get skipped(): readonly SkippedInFile[] {
    return this.#skipped;
  }

  get skippedCount(): number {
    return this.#skippedCount;
  }

  /** When this stream was last seen to grow, milliseconds since 1970; NaN when it never was. */
  get grownAt(): number {
    return this.#grownAt;
  }

  /** Latest modification of any of its files, milliseconds since 1970. */
  get modified(): number {
    return Math.max(0, ...this.#followers.map(({ stat }) => stat?.modified ?? 0));
  }

  /** Longest time over which one of its files was written, in milliseconds; NaN where the file system does not tell. */
  get writtenFor(): number {
    return Math.max(...this.#followers.map(({ stat }) => (stat?.born === undefined ? NaN : stat.modified - stat.born)));
  }

  /** Grows with every change of the contents. */
  get version(): number {
    return this.#version;
  }

  /** How often everything read before turned out to be void. */
  get restarts(): number {
    return this.#restarts;
  }

  /** The files, in the order in which they continue each other. A file that went keeps what it said. */
  setSources(sources: readonly Source[]): void {
    const known = new Map(this.#followers.map((follower) => [follower.source.path, follower]));
    const kept = sources.filter(({ path }) => known.has(path)).length;
    const onlyAppended = this.#followers.every(({ source }, i) => sources[i]?.path === source.path);
    if (onlyAppended && kept === sources.length) return;
    if (!onlyAppended) this.#restart(sources.map((source) => this.#follower(source)));
    else this.#followers = sources.map((source) => known.get(source.path) ?? this.#follower(source));
  }

  /** Looks at every file. Returns whether anything changed. */
  async look(now: number, onBytes: (bytes: number) => void): Promise<boolean> {
    const before = this.#version;
    for (let i = 0; i < this.#followers.length; i++) {
      const news = await this.#followers[i].look(onBytes);
      if (!news) continue;
      if (news.restarted && this.#version > 0) {
        const more = this.#followers.length > 1;
        this.#restart(more ? this.#followers.map(({ source }) => this.#follower(source)) : this.#followers);
        if (more) return this.look(now, onBytes);
      }
      this.#take(news.records, news.provisional, this.#followers[i].source.path);
    }
    const changed = this.#version !== before;
    if (changed && before > 0) this.#grownAt = now;
    return changed;
  }

  #follower(source: Source): FileFollower {
    return new FileFollower(source, this.format, this.#reader);
  }

  #restart(followers: FileFollower[]): void {
    this.#followers = followers;
    this.#series = new Map();
    this.#certain = new Map();
    this.#facts = noFacts;
    this.#cut = false;
    this.#skipped = [];
    this.#skippedCount = 0;
    this.#restarts++;
    this.#version++;
  }

  #take(records: readonly Records[], provisional: Records | undefined, path: string): void {
    for (const [key, length] of this.#certain) this.#series.get(key)?.truncate(length);
    this.#certain.clear();
    this.#cut = false;
    for (const batch of records) this.#add(batch, path);
    if (provisional) {
      for (const [key, series] of this.#series) this.#certain.set(key, series.length);
      for (const series of provisional.series) if (!this.#series.has(keyOf(series))) this.#certain.set(keyOf(series), 0);
      this.#addPoints(provisional);
      this.#cut = provisional.facts.cut ?? false;
    }
    this.#version++;
  }

  #add(batch: Records, path: string): void {
    this.#addPoints(batch);
    this.#facts = mergeRunFacts(batch.facts, this.#facts);
    this.#skippedCount += batch.skippedCount;
    for (const skip of batch.skipped) if (this.#skipped.length < shownSkips) this.#skipped.push({ ...skip, path });
  }

  #addPoints(batch: Records): void {
    for (const series of batch.series) {
      const key = keyOf(series);
      const own = this.#series.get(key);
      // Nobody else keeps a batch: its first column becomes the run's without a copy.
      if (own) own.append(series);
      else this.#series.set(key, series);
    }
  }
}

const shownSkips = 100;
const noFacts: RunFacts = { plan: {}, model: {}, hyperparameters: {} };

function keyOf(series: Series): string {
  return `${series.lane}\u0000${series.metric}\u0000${series.original}`;
}

/** What was logged later is nearer the truth. */
function mergeRunFacts(later: RunFacts, earlier: RunFacts): RunFacts {
  return {
    ...mergeFacts(later, earlier),
    plan: mergeFacts(later.plan, earlier.plan),
    model: mergeFacts(later.model, earlier.model),
    hyperparameters: mergeFacts(later.hyperparameters, earlier.hyperparameters),
  };
}
