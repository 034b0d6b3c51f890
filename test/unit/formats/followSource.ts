import type { Format, ReadResult } from '../../../src/formats/format';
import { RecordBatch } from '../../../src/formats/recordBatch';
import { Series } from '../../../src/model/series';
import type { Source } from '../../../src/model/source';
import { memorySource } from './memorySource';

/** What has been read of a source so far, kept in the way in which the engine keeps it. */
export class Followed {
  readonly #format: Format;
  readonly #source: Source;
  #cursor: unknown;
  #batches: RecordBatch[] = [];
  #provisional: RecordBatch | undefined;

  constructor(format: Format, source: Source) {
    this.#format = format;
    this.#source = source;
  }

  /** Reads to the present end of the file. */
  async follow(): Promise<this> {
    for (let reads = 0; ; reads++) {
      if (reads > 10_000) throw new Error('The format does not come to an end.');
      const result: ReadResult<unknown> = await this.#format.read(this.#source, structuredClone(this.#cursor));
      if (result.replaces) this.#batches = [];
      this.#batches.push(result.records);
      this.#provisional = result.provisional;
      this.#cursor = result.cursor;
      if (!result.more) return this;
    }
  }

  /** All points, with those of the unfinished last record. */
  series(): Map<string, Series> {
    const merged = new Map<string, Series>();
    for (const batch of this.#all()) {
      for (const series of batch.series) {
        const key = `${series.lane}|${series.metric}|${series.original}`;
        const known = merged.get(key) ?? new Series(series.metric, series.original, series.lane);
        known.append(series);
        merged.set(key, known);
      }
    }
    return merged;
  }

  /** Plain data for comparisons: per series the steps, values and times. */
  table(): Record<string, { steps: number[]; values: number[]; times: number[] }> {
    const entries = [...this.series()].filter(([, series]) => series.length > 0);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { steps, values, times }]) => [key, { steps: [...steps], values: [...values], times: [...(times ?? [])] }]));
  }

  points(): number {
    return [...this.series().values()].reduce((sum, series) => sum + series.length, 0);
  }

  skipped(): number {
    return this.#all().reduce((sum, batch) => sum + batch.skippedCount, 0);
  }

  reasons(): string[] {
    return this.#all().flatMap((batch) => batch.skipped.map(({ reason }) => reason));
  }

  facts(): RecordBatch['facts'] {
    const all = new RecordBatch();
    for (const batch of this.#all()) all.learn(batch.facts);
    return all.facts;
  }

  #all(): RecordBatch[] {
    return this.#provisional ? [...this.#batches, this.#provisional] : this.#batches;
  }
}

export function followed(format: Format, source: Source): Promise<Followed> {
  return new Followed(format, source).follow();
}

export function followedBytes(format: Format, bytes: Uint8Array | string, path?: string): Promise<Followed> {
  return followed(format, memorySource(bytes, path));
}

/** Reads a file that grows to each of `sizes` in turn and then to its end. */
export async function followedGrowing(format: Format, bytes: Uint8Array, sizes: readonly number[], path?: string): Promise<Followed> {
  const source = memorySource(new Uint8Array(0), path);
  const reading = new Followed(format, source);
  for (const size of [...sizes, bytes.length]) {
    source.bytes = bytes.subarray(0, size);
    source.modified++;
    await reading.follow();
  }
  return reading;
}
