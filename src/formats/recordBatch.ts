import type { ModelFacts, Plan } from '../model/plan';
import { mergeFacts } from '../model/plan';
import { canonicalMetric } from '../model/metric';
import { Series } from '../model/series';

/** A record that could not be read: where it stands and why, in words for people. */
export interface SkippedRecord {
  /** Byte offset or, for text, line number within this read. */
  readonly at: number;
  readonly reason: string;
}

/** What a log says about its run beside the points. */
export interface RunFacts {
  readonly plan: Plan;
  readonly model: ModelFacts;
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  /** Name that the log gives the run. */
  readonly name?: string;
  /** Why the log says that training has ended ("train_runtime was logged", "session end"). */
  readonly ended?: string;
  /** The log ends inside a record: whoever wrote it was cut off, or is still writing. */
  readonly cut?: boolean;
}

/** Points and facts that one read of a source yields. */
export class RecordBatch {
  readonly #series = new Map<string, Series>();
  readonly #skipped: SkippedRecord[] = [];
  #skippedCount = 0;
  #facts: RunFacts = { plan: {}, model: {}, hyperparameters: {} };

  get series(): readonly Series[] {
    return [...this.#series.values()];
  }

  /** The first few skipped records; `skippedCount` counts all. */
  get skipped(): readonly SkippedRecord[] {
    return this.#skipped;
  }

  get skippedCount(): number {
    return this.#skippedCount;
  }

  get facts(): RunFacts {
    return this.#facts;
  }

  /** The column of a metric under the name that the log uses, made at first use. */
  column(original: string, metric?: string, lane = ''): Series {
    const key = lane === '' ? original : `${lane}\u0000${original}`;
    const known = this.#series.get(key);
    if (known) return known;
    const series = new Series(metric ?? canonicalMetric(original), original, lane);
    this.#series.set(key, series);
    return series;
  }

  point(original: string, step: number, value: number, time = NaN): void {
    this.column(original).push(step, value, time);
  }

  skip(at: number, reason: string): void {
    this.#skippedCount++;
    if (this.#skipped.length < shownSkips) this.#skipped.push({ at, reason });
  }

  /** Adds what is newly known; what this batch already says is kept. */
  learn(facts: Partial<RunFacts>): void {
    const { plan, model, hyperparameters } = facts;
    this.#facts = {
      ...mergeFacts(this.#facts, facts),
      plan: joined(this.#facts.plan, plan),
      model: joined(this.#facts.model, model),
      hyperparameters: joined(this.#facts.hyperparameters, hyperparameters),
    };
  }
}

/** The same object where nothing is new: logs repeat what they say. */
function joined<T extends object>(known: T, facts: T | undefined): T {
  const isNew = facts !== undefined && (Object.keys(facts) as (keyof T)[]).some((name) => known[name] === undefined && facts[name] !== undefined);
  return isNew ? mergeFacts(known, facts) : known;
}

const shownSkips = 20;
