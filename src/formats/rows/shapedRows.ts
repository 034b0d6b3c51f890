import type { LogRows } from '../logRows';
import { ascii } from '../numberScanner';
import { type Field, type FieldColumn, numberInText } from '../rowField';
import { RowShape, type Slot } from './rowShape';
import { type RowReader, RowScanner, type ScannedRows } from './rowScanner';

/** A place in a row that differs from row to row, and the column that it belongs to: undefined where what stands there says nothing. */
export interface RowSlot extends Slot {
  readonly field: Field | undefined;
}

/** The slot of a text: durations are numbers where texts may be. */
export function textSlot(start: number, end: number, text: string, field: Field | undefined, kind: TextKind = 'text'): RowSlot {
  if (field?.texts === 'ignored') return { start, end, kind, field: undefined };
  return { start, end, kind: field?.texts === 'numeric' && duration.test(text) ? 'duration' : kind, field };
}

type TextKind = 'text' | 'cell';

function isText({ kind }: Slot): boolean {
  return kind === 'text' || kind === 'cell';
}

const duration = /^(?:\d{1,9}:)?\d{1,2}:\d\d$/;

/**
 * Reads rows whose shape was seen before, many at a time: logs repeat a few shapes. It reads what its caller would read row by row, who
 * teaches it the shapes.
 */
export class ShapedRows {
  /** Rows read so far. */
  count = 0;
  readonly #rows: LogRows;
  readonly #bytes: Uint8Array;
  readonly #scanner: RowScanner<readonly RowSlot[]>;
  readonly #value = new Float64Array(1);
  readonly #reader: RowReader<readonly RowSlot[], readonly Column[]> = {
    prepare: (rows) => this.#columns(rows),
    take: (columns, from, to) => { this.#take(columns, from, to); },
  };

  /** The rows end before bytes[end]. No other scanner may be at work until these are read. */
  constructor(rows: LogRows, bytes: Uint8Array, end: number) {
    this.#rows = rows;
    this.#bytes = bytes;
    this.#scanner = new RowScanner(() => bytes.subarray(0, end));
  }

  /** Adds the rows from `at` on that have one of the known shapes. Index behind them. */
  read(at: number): number {
    const { count, behind } = this.#scanner.scan(at, this.#reader);
    this.count += count;
    return behind;
  }

  /** Learns the shape of the row in bytes[start, end), its line feed included; the slots are indices into the bytes. */
  learn(start: number, end: number, slotsOf: () => readonly RowSlot[] | undefined): void {
    this.#scanner.learn(() => {
      const slots = slotsOf()?.map((slot) => ({ ...slot, start: slot.start - start, end: slot.end - start }));
      if (!slots || slots.every(isText)) return undefined;
      const shape = RowShape.of(this.#bytes.subarray(start, end), slots);
      return shape && { shape, reading: slots };
    });
  }

  #columns({ reading, column }: ScannedRows<readonly RowSlot[]>): readonly Column[] {
    return reading.flatMap((slot, i) => (slot.field ? [this.#column(slot, slot.field, column(i))] : []));
  }

  #take(columns: readonly Column[], from: number, to: number): void {
    const numbers = columns.filter(({ values }) => values.length > 0);
    const isBlock = to - from >= fewestInBlock && numbers.every(({ isText }) => !isText);
    if (isBlock && this.#rows.block(numbers.map(({ field, values }) => ({ field, values: values.subarray(from, to) })), to - from)) return;
    for (let row = from; row < to; row++) this.#takeRow(columns, row);
  }

  /** What stands in a slot, row by row: texts that are all numbers or all say nothing are such a column. */
  #column(slot: RowSlot, field: Field, values: Float64Array): Column {
    if (!isText(slot) || field.texts !== 'numeric') return { field, values, isText: isText(slot) };
    const meant = new Float64Array(values.length);
    let found = 0;
    for (let row = 0; row < values.length; row++) {
      const value = numberInText(this.#textAt(values[row]));
      if (value !== undefined) meant[row] = value;
      found += value === undefined ? 0 : 1;
      if (found > 0 && found <= row) return { field, values, isText: true };
    }
    return { field, values: found === 0 ? meant.subarray(0, 0) : meant, isText: false };
  }

  #takeRow(columns: readonly Column[], row: number): void {
    this.#rows.begin();
    for (const { field, values, isText } of columns) {
      if (values.length === 0) continue;
      this.#value[0] = values[row];
      if (isText) this.#rows.text(field, this.#textAt(values[row]));
      else this.#rows.number(field, this.#value);
    }
    this.#rows.end();
  }

  /** Empty where it is too long to say anything. */
  #textAt(position: number): string {
    const [start, end] = this.#scanner.span(position);
    return end - start > longestText ? '' : ascii(this.#bytes, start, end).trim();
  }
}

/** Its values are numbers, or where texts stand; empty where none says anything. */
interface Column extends FieldColumn {
  readonly isText: boolean;
}

/** Rows from which on columns are faster than values. */
const fewestInBlock = 8;
/** Numbers, dates and phases are shorter. */
export const longestText = 64;
