import { isIncreasing } from '../../model/series';
import { bytesOf, type LinesRead } from '../lineReader';
import { type RowReader, RowScanner, type ScannedRows } from '../rows/rowScanner';
import { shapeOfLine, type LineReading } from './lineShape';
import type { LineRecord, TextSink } from './preset';
import { ofThisZone } from './wallTime';

/**
 * Reads many lines at a time where a preset says which of their numbers is what: what it reads is what the preset would parse line by line.
 */
export class ShapedLines {
  readonly #lines: readonly string[];
  readonly #scanner: RowScanner<LineReading>;
  readonly #reader: RowReader<LineReading, LineColumns>;
  /** The bytes of the lines, where a shape is known. */
  #bytes: Uint8Array = new Uint8Array(0);
  /** The line at which reading stands, and where it begins. */
  #line = 0;
  #at = 0;

  constructor(read: Pick<LinesRead, 'lines' | 'bytes'>, sink: TextSink) {
    this.#lines = read.lines;
    this.#scanner = new RowScanner(() => (this.#bytes = bytesOf(read)));
    this.#reader = { prepare: columnsOf, take: (columns, from, to) => { take(columns, from, to, sink); } };
  }

  /** Reads the lines from this one on that have known shapes. Number of the first that was not read. */
  read(line: number): number {
    if (!this.#scanner.knows) return line;
    this.#moveTo(line);
    const { count, behind } = this.#scanner.scan(this.#at, this.#reader);
    this.#at = behind;
    this.#line += count;
    return this.#line;
  }

  /** Learns to read lines like this one, given how they are read by their numbers. */
  learn(line: number, clean: string, recordOf: () => LineRecord | undefined): void {
    this.#scanner.learn(() => {
      const record = recordOf();
      return record && shapeOfLine(this.#lines[line], clean, record);
    });
  }

  /** Forgets all shapes: another preset reads on. */
  forget(): void {
    this.#scanner.forget();
  }

  #moveTo(line: number): void {
    for (; this.#line < line; this.#line++) this.#at = this.#bytes.indexOf(lineFeed, this.#at) + 1;
  }
}

/** The numbers of lines of one shape, by columns. */
interface LineColumns {
  readonly record: LineRecord;
  readonly counts: readonly Float64Array[];
  readonly values: readonly Float64Array[];
  readonly times: Float64Array | undefined;
  /** The numbers of one line, which is filled in for each. */
  readonly lineCounts: number[];
  readonly lineValues: number[];
}

function columnsOf({ reading: { record, counts, values, clock, utc }, column }: ScannedRows<LineReading>): LineColumns {
  return {
    record,
    counts: counts.map(column),
    values: values.map(({ slot, perUnit, factor }) => (perUnit === 1 && factor === 1 ? column(slot) : column(slot).map((value) => (value * factor) / perUnit))),
    times: clock < 0 ? undefined : utc ? column(clock) : column(clock).map(ofThisZone),
    lineCounts: counts.map(() => 0),
    lineValues: values.map(() => 0),
  };
}

function take(columns: LineColumns, from: number, to: number, sink: TextSink): void {
  const { record } = columns;
  const isColumns = record.take === undefined && to - from >= fewestInColumns;
  if (!isColumns || record.begin) for (let row = from; row < to; row++) takeLine(columns, row, isColumns, sink);
  if (!isColumns) return;
  const steps = columns.counts[0].subarray(from, to);
  sink.putColumns(record.values, columns.values.map((values) => values.subarray(from, to)), { steps, times: columns.times?.subarray(from, to), increasing: isIncreasing(steps) });
}

/** Takes what a line says: all of it, or only what it says beside its values. */
function takeLine({ record, counts, values, times, lineCounts, lineValues }: LineColumns, row: number, isColumns: boolean, sink: TextSink): void {
  const time = times ? times[row] : NaN;
  pick(counts, row, lineCounts);
  record.begin?.(lineCounts, time, sink);
  if (isColumns) return;
  pick(values, row, lineValues);
  if (record.take) record.take(lineCounts, lineValues, time, sink);
  else sink.at(lineCounts[0], time).putEach(record.values, lineValues);
}

function pick(columns: readonly Float64Array[], row: number, into: number[]): void {
  for (let i = 0; i < columns.length; i++) into[i] = columns[i][row];
}

/** Lines from which on columns are faster than values. */
const fewestInColumns = 8;
const lineFeed = 10;
