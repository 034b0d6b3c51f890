import type { Format } from '../../../src/formats/format';
import type { RecordBatch, RunFacts } from '../../../src/formats/recordBatch';
import { mergeFacts } from '../../../src/model/plan';
import type { Source } from '../../../src/model/source';

/** A file in memory that a test can let grow. */
export interface MemorySource extends Source {
  bytes: Uint8Array;
}

export function memorySource(path: string, content: string | Uint8Array): MemorySource {
  return {
    path,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    async stat() {
      return { size: this.bytes.length, modified: 0, identity: '' };
    },
    async read(offset, length) {
      return this.bytes.subarray(offset, offset + length);
    },
  };
}

/** Everything that reads of one source gave, in a form that compares: points by lane and original name. */
export class Reading {
  readonly points = new Map<string, { metric: string; steps: number[]; values: number[]; times: number[] }>();
  facts: RunFacts = { plan: {}, model: {}, hyperparameters: {} };
  skipped = 0;

  add(batch: RecordBatch): void {
    for (const series of batch.series) {
      const key = series.lane === '' ? series.original : `${series.lane}: ${series.original}`;
      const known = this.points.get(key) ?? { metric: series.metric, steps: [], values: [], times: [] };
      this.points.set(key, known);
      known.steps.push(...series.steps);
      known.values.push(...series.values);
      known.times.push(...(series.times ?? new Array<number>(series.length).fill(NaN)));
    }
    this.skipped += batch.skippedCount;
    const { plan, model, hyperparameters } = batch.facts;
    this.facts = {
      ...mergeFacts(this.facts, batch.facts),
      plan: mergeFacts(this.facts.plan, plan),
      model: mergeFacts(this.facts.model, model),
      hyperparameters: mergeFacts(this.facts.hyperparameters, hyperparameters),
    };
  }

  count(original: string): number {
    return this.points.get(original)?.steps.length ?? 0;
  }
}

/** Reads on from a cursor to the present end into `reading`; returns the cursor and the last provisional records. */
export async function readOn<Cursor>(format: Format<Cursor>, source: Source, reading: Reading, from?: Cursor) {
  for (let cursor = from; ;) {
    const read = await format.read(source, cursor);
    reading.add(read.records);
    cursor = structuredClone(read.cursor);
    if (!read.more) return { cursor, provisional: read.provisional };
  }
}

/** A whole source, its unfinished end included. */
export async function readAll<Cursor>(format: Format<Cursor>, source: Source): Promise<Reading> {
  const reading = new Reading();
  const { provisional } = await readOn(format, source, reading);
  if (provisional) reading.add(provisional);
  return reading;
}
