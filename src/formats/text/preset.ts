import type { Series, SeriesColumns } from '../../model/series';
import { detached } from '../detached';
import type { RecordBatch, RunFacts } from '../recordBatch';
import type { LineValue, NumberSpan } from './lineRecord';
import { parseNumber } from './number';

/**
 * A kind of text log. To add one: write one file that exports a TextPreset and add it to the list.
 *
 * State is plain data that survives structuredClone; what `parse` does depends on nothing but the line and the state,
 * so that a log read as it grows gives what it gives when read at once.
 */
export interface TextPreset<State extends object = object> {
  readonly id: string;
  /** For people: "nanoGPT". */
  readonly label: string;
  /** Matches lines that only this kind of log holds, after `cleanLine`. Must not be slow on any line. */
  readonly signature: RegExp;
  /** Tells a file by its beginning where the first such line may lie far behind it. */
  readonly head?: RegExp;
  /** Lines before the first such line that say something of the run: settings, sizes, progress bars. */
  readonly banner?: RegExp;
  /** Lines of this kind also stand in logs of other kinds, which say more: any other preset supersedes it. */
  readonly weak?: boolean;
  /** Whether so much was read that a weak preset keeps the log. */
  settled?(state: State): boolean;
  start(context: TextContext): State;
  /** Takes what the line says into the sink; a line that says nothing changes nothing. */
  parse(line: string, state: State, sink: TextSink): void;
  /**
   * What `parse` takes from lines like this one, which differ in nothing but their plain numbers: this record and no more. Undefined where
   * that is not so. Asked for behind `parse`; such lines may then be read without it.
   */
  record?(line: string, state: State): LineRecord | undefined;
  /** Called at the present end of the file, on a copy of the state: what still waits for a following line. */
  finish?(state: State, sink: TextSink): void;
}

/** What a line says, by the places of its numbers. */
export interface LineRecord {
  /** Whole numbers that tell where the line belongs, first its step. */
  readonly counts: readonly NumberSpan[];
  readonly values: readonly LineValue[];
  /** The line begins with a wall time. */
  readonly timed?: boolean;
  /** Numbers other than the counts mean the same in whatever form they are written, or in any that JSON allows. */
  readonly form?: 'number' | 'json';
  /** Takes what the counts of a line say beside its step. */
  readonly begin?: (counts: readonly number[], time: number, sink: TextSink) => void;
  /** Takes a line by its numbers, where its values are not just put at the step that is its first count. The arrays are valid until it returns. */
  readonly take?: (counts: readonly number[], values: readonly number[], time: number, sink: TextSink) => void;
}

export interface TextContext {
  /** The file is a notebook that quotes from logs: a jump back in it is not a resumed run. */
  readonly notebook: boolean;
}

/** Takes the points of one record after another into a batch. */
export class TextSink {
  /** Zero-based number of the line that is being parsed. */
  line = 0;
  readonly #batch: RecordBatch;
  readonly #columns = new Map<string, Series>();
  #step = NaN;
  #time = NaN;
  #lane = '';

  constructor(batch: RecordBatch) {
    this.#batch = batch;
  }

  /** The step and wall time (milliseconds since 1970) of what is put from here on. */
  at(step: number, time = NaN, lane = ''): this {
    this.#step = step;
    this.#time = time;
    if (lane !== this.#lane) this.#columns.clear();
    this.#lane = lane;
    return this;
  }

  /** One value; `undefined` is what the log left out. Names without a metric get that of the aliases. */
  put(name: string, value: number | undefined, metric?: string): this {
    if (value === undefined || !Number.isFinite(this.#step)) return this;
    this.column(name, metric).push(this.#step, value, this.#time);
    return this;
  }

  /** A value that means nothing when it is not finite: an average over no steps, a time not yet known. */
  putFinite(name: string, value: number | undefined, metric?: string): this {
    return value !== undefined && Number.isFinite(value) ? this.put(name, value, metric) : this;
  }

  /** The values of a line by their places in it. */
  putAll(line: string, values: readonly LineValue[]): void {
    for (const { name, metric, perUnit, factor, start, end } of values) {
      const value = parseNumber(line, start, end);
      this.put(name, value === undefined ? undefined : (value * factor) / perUnit, metric);
    }
  }

  /** The values, given their numbers. */
  putEach(values: readonly LineValue[], numbers: readonly number[]): void {
    for (let i = 0; i < values.length; i++) this.put(values[i].name, numbers[i], values[i].metric);
  }

  /** The values of many lines at once, one column for each. Counts as if they were put one by one. */
  putColumns(values: readonly LineValue[], columns: readonly Float64Array[], points: Pick<SeriesColumns, 'steps' | 'times' | 'increasing'>): void {
    const last = points.steps.length - 1;
    this.at(points.steps[last], points.times?.[last]);
    values.forEach(({ name, metric }, i) => { this.column(name, metric).extend({ ...points, values: columns[i] }); });
  }

  learn(facts: Partial<RunFacts>): void {
    this.#batch.learn(facts);
  }

  /** A record of this kind that cannot be read. */
  skip(reason: string): void {
    this.#batch.skip(this.line, reason);
  }

  /** The column of a name. The name outlives the read that it was found in. */
  column(name: string, metric?: string): Series {
    const known = this.#columns.get(name);
    if (known) return known;
    const column = this.#batch.column(detached(name), metric, this.#lane);
    this.#columns.set(column.original, column);
    return column;
  }
}
