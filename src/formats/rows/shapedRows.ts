import type { LogRows } from '../logRows';
import { ascii } from '../numberScanner';
import { type Field, type FieldColumn, numberInText } from '../rowField';
import { RowShape, type Slot } from './rowShape';
import { RowScanner, type ScannedRows } from './rowScanner';

/** A place in a row that differs from row to row, and the column that it belongs to: undefined where what stands there says nothing. */
export interface RowSlot extends Slot {
  readonly field: Field | undefined;
}

/** The slot of a text: durations are numbers where texts may be. */
export function textSlot(start: number, end: number, text: string, field: Field | undefined): RowSlot {
  if (field?.texts === 'ignored') return { start, end, kind: 'text', field: undefined };
  return { start, end, kind: field?.texts === 'numeric' && duration.test(text) ? 'duration' : 'text', field };
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

  /** The rows end before bytes[end]. No other scanner may be at work until these are read. */
  constructor(rows: LogRows, bytes: Uint8Array, end: number) {
    this.#rows = rows;
    this.#bytes = bytes;
    this.#scanner = new RowScanner(() => bytes.subarray(0, end));
  }

  /** Adds the rows from `at` on that have one of the known shapes. Index behind them. */
  read(at: number): number {
    const scanned = this.#scanner.scan(at);
    if (!scanned) return at;
    this.#take(scanned);
    this.count += scanned.count;
    return scanned.behind;
  }

  /** Learns the shape of the row in bytes[start, end), its line feed included; the slots are indices into the bytes. */
  learn(start: number, end: number, slotsOf: () => readonly RowSlot[] | undefined): void {
    this.#scanner.learn(() => {
      const slots = slotsOf()?.map((slot) => ({ ...slot, start: slot.start - start, end: slot.end - start }));
      if (!slots || slots.every(({ kind }) => kind === 'text')) return undefined;
      const shape = RowShape.of(this.#bytes.subarray(start, end), slots);
      return shape && { shape, reading: slots };
    });
  }

  #take({ reading, count, column }: ScannedRows<readonly RowSlot[]>): void {
    const columns = reading.flatMap((slot, i) => (slot.field ? [this.#column(slot, slot.field, column(i))] : []));
    const numbers = columns.filter(({ values }) => values.length > 0);
    if (numbers.every(({ isText }) => !isText) && this.#rows.block(numbers, count)) return;
    for (let row = 0; row < count; row++) this.#takeRow(columns, row);
  }

  /** What stands in a slot, row by row: texts that are all numbers or all say nothing are such a column. */
  #column(slot: RowSlot, field: Field, values: Float64Array): Column {
    if (slot.kind !== 'text' || field.texts !== 'numeric') return { field, values, isText: slot.kind === 'text' };
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

/** Numbers, dates and phases are shorter. */
export const longestText = 64;
