import { isIncreasing } from '../../model/series';
import { bytesOf, type LinesRead } from '../lineReader';
import { RowScanner, type ScannedRows } from '../rows/rowScanner';
import { shapeOfLine, type LineReading } from './lineShape';
import type { TextPreset, TextSink } from './preset';
import { ofThisZone } from './wallTime';

interface PresetReading extends LineReading {
  readonly preset: TextPreset;
}

/**
 * Reads many lines at a time where a preset says which of their numbers is what: what it reads is what the preset would parse line by line.
 */
export class ShapedLines {
  readonly #lines: readonly string[];
  readonly #sink: TextSink;
  readonly #scanner: RowScanner<PresetReading>;
  /** The bytes of the lines, where a shape is known. */
  #bytes: Uint8Array = new Uint8Array(0);
  /** The line at which reading stands, and where it begins. */
  #line = 0;
  #at = 0;

  constructor(read: Pick<LinesRead, 'lines' | 'bytes'>, sink: TextSink) {
    this.#lines = read.lines;
    this.#sink = sink;
    this.#scanner = new RowScanner(() => (this.#bytes = bytesOf(read)));
  }

  /** Reads at most so many lines from this one on that have one known shape. Number of the first that was not read. */
  read(line: number, preset: TextPreset, most: number): number {
    if (!this.#scanner.knows) return line;
    this.#moveTo(line);
    const scanned = this.#scanner.scan(this.#at, most);
    if (scanned?.reading.preset !== preset) return line;
    this.#take(scanned);
    this.#at = scanned.behind;
    this.#line += scanned.count;
    return this.#line;
  }

  /** Learns to read lines like this one, which the preset has parsed. */
  learn(line: number, clean: string, preset: TextPreset, state: object): void {
    this.#scanner.learn(() => {
      const record = preset.record?.(clean, state);
      const learnt = record && shapeOfLine(this.#lines[line], clean, record);
      return learnt && { shape: learnt.shape, reading: { ...learnt.reading, preset } };
    });
  }

  #moveTo(line: number): void {
    for (; this.#line < line; this.#line++) this.#at = this.#bytes.indexOf(lineFeed, this.#at) + 1;
  }

  #take({ reading: { record, counts, values, clock, utc }, count, column }: ScannedRows<PresetReading>): void {
    const times = clock < 0 ? undefined : utc ? column(clock) : column(clock).map(ofThisZone);
    const counted = counts.map(column);
    const columns = values.map(({ slot, perUnit, factor }) => (perUnit === 1 && factor === 1 ? column(slot) : column(slot).map((value) => (value * factor) / perUnit)));
    const { begin, take } = record;
    const [whole, numbers] = [counts.map(() => 0), values.map(() => 0)];
    for (let row = 0; (begin ?? take) && row < count; row++) {
      const time = times ? times[row] : NaN;
      pick(counted, row, whole);
      begin?.(whole, time, this.#sink);
      if (take) pick(columns, row, numbers);
      take?.(whole, numbers, time, this.#sink);
    }
    if (!take) this.#sink.putColumns(record.values, columns, { steps: counted[0], times, increasing: isIncreasing(counted[0]) });
  }
}

function pick(columns: readonly Float64Array[], row: number, into: number[]): void {
  for (let i = 0; i < columns.length; i++) into[i] = columns[i][row];
}

const lineFeed = 10;
