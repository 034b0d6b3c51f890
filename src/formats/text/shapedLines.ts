import { isIncreasing } from '../../model/series';
import { RowShape, type Slot, type SlotKind } from '../rows/rowShape';
import { rowScanner, worthwhile } from '../rows/sharedScanner';
import { cleanLine, placesIn } from './cleanLine';
import type { LineRecord } from './lineRecord';
import type { NumberSpan } from './lineShape';
import type { TextPreset, TextSink } from './preset';
import { wallTime } from './wallTime';

/** Where numbers of a record stand in lines of a shape. */
interface ShapeReading {
  readonly shape: RowShape;
  readonly preset: TextPreset;
  readonly counts: readonly number[];
  readonly timed: boolean;
  readonly values: readonly { readonly name: string; readonly metric: string | undefined; readonly slot: number; readonly perUnit: number }[];
}

/**
 * Reads many lines at a time where a preset says which of their numbers is what: what it reads is what the preset would parse line by line.
 */
export class ShapedLines {
  readonly #lines: readonly string[];
  readonly #bytes: Uint8Array;
  readonly #sink: TextSink;
  readonly #loaded: boolean;
  #known: ShapeReading[] = [];
  #learnt = 0;
  /** The line at which reading stands, and where it begins. */
  #line = 0;
  #at = 0;

  /** `bytes` are those of the lines, each with its line feed; without them, nothing is read here. */
  constructor(lines: readonly string[], bytes: Uint8Array | undefined, sink: TextSink) {
    this.#lines = lines;
    this.#bytes = bytes ?? new Uint8Array(0);
    this.#sink = sink;
    this.#loaded = bytes !== undefined && bytes.length >= worthwhile && rowScanner().load(bytes);
  }

  /** Reads the lines from this one on that have known shapes. Number of the first that has none. */
  read(line: number, preset: TextPreset, state: object): number {
    if (this.#known.length === 0) return line;
    this.#moveTo(line);
    for (let count = 1; count > 0;) {
      count = 0;
      for (const reading of this.#known) count ||= reading.preset === preset ? this.#readLike(reading, state) : 0;
    }
    return this.#line;
  }

  /** Learns to read lines like this one, which the preset has parsed. */
  learn(line: number, clean: string, preset: TextPreset, state: object): void {
    if (!this.#loaded || !preset.record || this.#learnt++ >= mostLearnt) return;
    const record = preset.record(clean, state);
    const reading = record && isAscii.test(this.#lines[line]) ? readingOf(this.#lines[line], record, preset) : undefined;
    if (reading) this.#known = [reading, ...this.#known].slice(0, mostKnown);
  }

  #moveTo(line: number): void {
    for (; this.#line < line; this.#line++) this.#at = this.#bytes.indexOf(lineFeed, this.#at) + 1;
  }

  #readLike({ shape, preset, counts, timed, values }: ShapeReading, state: object): number {
    const count = rowScanner().scan(shape, this.#at);
    if (count === 0) return 0;
    this.#at = rowScanner().behind;
    const [steps, times] = [new Float64Array(count), new Float64Array(count)];
    const counted = counts.map((slot) => rowScanner().column(slot));
    for (let row = 0; row < count; row++) {
      const time = timed ? wallTime(cleanLine(this.#lines[this.#line + row])) : NaN;
      preset.begin?.(counted.map((column) => column[row]), time, state, this.#sink);
      steps[row] = counted[0][row];
      times[row] = time;
    }
    this.#sink.at(steps[count - 1], times[count - 1]);
    const points = { steps, times: isNaN(times[0]) ? undefined : times, increasing: isIncreasing(steps) };
    for (const { name, metric, slot, perUnit } of values) {
      const column = rowScanner().column(slot);
      this.#sink.column(name, metric).extend({ ...points, values: perUnit === 1 ? column : column.map((value) => value / perUnit) });
    }
    this.#line += count;
    return count;
  }
}

const [mostKnown, mostLearnt] = [4, 32];
const lineFeed = 10;
/** Bytes and characters are the same. */
const isAscii = /^[\x20-\x7e\t\u001b]*$/;

/** Undefined where one of the record's numbers is not one of the line's, or what the line says hangs on more than those. */
function readingOf(line: string, { counts, values, timed = false }: LineRecord, preset: TextPreset): ShapeReading | undefined {
  const slots = numbersIn(line);
  const place = placesIn(line);
  const slotOf = ({ start, end }: NumberSpan): number => slots.findIndex((slot) => slot.start === place(start) && slot.end === place(end - 1) + 1);
  const counted = counts.map(slotOf);
  if (counted.some((slot) => slots.at(slot)?.kind !== 'integer')) return undefined;
  const read = values.map(({ name, metric, perUnit, start, end }) => {
    const negative = line[place(start)] === '-';
    return { name, metric, slot: slotOf({ start: negative ? start + 1 : start, end }), perUnit: negative ? -perUnit : perUnit };
  });
  if ([...counted, ...read.map(({ slot }) => slot)].includes(-1)) return undefined;
  const shape = RowShape.of(new TextEncoder().encode(`${line}\n`), slots);
  return shape && { shape, preset, counts: counted, timed, values: read };
}

/** The numbers of a line, without signs. Digits behind a letter belong to a word. */
function numbersIn(line: string): Slot[] {
  const found = [...line.matchAll(plainNumber)].filter(({ index }) => !inWord.test(line.charAt(index - 1)));
  return found.map(({ 0: { length }, index, groups }) => ({ start: index, end: index + length, kind: kindOf(groups ?? {}) }));
}

const plainNumber = /\d{1,3}(?<groups>(?:,\d{3})+)(?![\d.,])|\d+(?<fraction>\.\d+)?(?<power>e[-+]?\d+)?/gi;
const inWord = /[a-z_]/i;

function kindOf({ groups, fraction, power }: Partial<Record<string, string>>): SlotKind {
  if (groups !== undefined) return 'grouped';
  if (power !== undefined) return 'exponential';
  return fraction !== undefined ? 'decimal' : 'integer';
}
