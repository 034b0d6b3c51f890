import { RowShape, type Slot, type SlotKind } from '../rows/rowShape';
import { placesIn } from './cleanLine';
import type { NumberSpan } from './lineRecord';
import type { LineRecord } from './preset';
import { scaleBehind } from './number';
import { clockIn } from './wallTime';

/** Which slots of a shape hold the numbers of a record. */
export interface LineReading {
  readonly record: LineRecord;
  readonly counts: readonly number[];
  readonly values: readonly { readonly slot: number; readonly perUnit: number; readonly factor: number }[];
  /** Slot of the wall time, where the lines have one, and whether that is Greenwich's. */
  readonly clock: number;
  readonly utc: boolean;
}

/**
 * What lines like this one share, and where their numbers stand. `clean` is the line as the record's places count it. Undefined where one of
 * the record's numbers is not just a number of the line, or what the line says may hang on more than those.
 */
export function shapeOfLine(line: string, clean: string, record: LineRecord): { shape: RowShape; reading: LineReading } | undefined {
  const clock = record.timed ? clockIn(clean) : undefined;
  const slots = slotsIn(clean, record, clock);
  const slotOf = ({ start, end }: NumberSpan): number => slots.findIndex((slot) => slot.start === start && slot.end === end);
  const counts = record.counts.map(slotOf);
  const values = record.values.map(({ start, end, perUnit, factor }) => {
    const negative = clean[start] === '-' && !record.form;
    const scale = scaleBehind(clean.slice(start, end));
    return { slot: slotOf({ start: negative ? start + 1 : start, end: scale === undefined ? end : end - 1 }), perUnit: negative ? -perUnit : perUnit, factor: factor * (scale ?? 1) };
  });
  const isWhole = counts.every((slot) => slot >= 0 && wholeNumbers.has(slots[slot].kind));
  const isNamed = record.values.every(({ name, named }) => named !== undefined || numbersIn(name).length === 0);
  if (!isWhole || !isNamed || values.some(({ slot }) => slot < 0) || (record.timed && !isTimeSure(clean, slots, clock))) return undefined;
  const shape = shapeBetween(line, clean, slots);
  return shape && { shape, reading: { record, counts, values, clock: clock ? slotOf(clock) : -1, utc: clock?.utc === true } };
}

const wholeNumbers: ReadonlySet<SlotKind> = new Set(['integer', 'grouped']);

/** Every number of the line may differ but those in names. */
function slotsIn(clean: string, { counts, values, form }: LineRecord, clock: NumberSpan | undefined): Slot[] {
  const fixed: Slot[] = clock ? [{ start: clock.start, end: clock.end, kind: 'clock' }] : [];
  const taken: NumberSpan[] = [...fixed, ...values.flatMap(({ named }) => named ?? [])];
  const others = numbersIn(clean).filter((number) => !taken.some((span) => overlap(span, number)));
  const free = form ? others.map((slot) => (counts.some((count) => overlap(count, slot)) ? slot : freed(clean, slot, form))) : others;
  return [...fixed, ...free].sort((a, b) => a.start - b.start);
}

function overlap(a: NumberSpan, b: NumberSpan): boolean {
  return a.start < b.end && a.end > b.start;
}

/** The same number with its sign, in any form that it may have. */
function freed(clean: string, { start, end, kind }: Slot, form: SlotKind): Slot {
  const isSigned = clean[start - 1] === '-' && !inNumber.test(clean.charAt(start - 2));
  return kind === 'grouped' ? { start, end, kind } : { start: isSigned ? start - 1 : start, end, kind: form };
}

const inNumber = /[\w.,:/-]/;

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

/** Whether lines of the shape have their time where this one has it, or none either. */
function isTimeSure(clean: string, slots: readonly Slot[], clock: NumberSpan | undefined): boolean {
  if (!clock) return !mayBeDate.test(clean);
  return clock.start <= latestClock && slots.filter(({ start }) => start < clock.start).length <= 1;
}

/** Also where it takes other digits to be one. */
const mayBeDate = /\d[-/]\d{1,2}[-/]\d{1,2}[ T]/;
/** Times that stand late in a line are none: a number before this one may not move it there. */
const latestClock = 60;

/** The shape of the line as it is, with what was cleaned away. */
function shapeBetween(line: string, clean: string, slots: readonly Slot[]): RowShape | undefined {
  const place = placesIn(line, clean);
  const own = slots.map(({ start, end, kind }) => ({ start: place(start), end: place(end - 1) + 1, kind }));
  if (own.some(({ start, end }, i) => end - start !== slots[i].end - slots[i].start)) return undefined;
  const bytesTo = isAscii.test(line) ? (index: number) => index : (index: number) => encoder.encode(line.slice(0, index)).length;
  return RowShape.of(encoder.encode(`${line}\n`), own.map(({ start, end, kind }) => ({ start: bytesTo(start), end: bytesTo(end), kind })));
}

const encoder = new TextEncoder();
/** Bytes and characters are the same. */
const isAscii = /^[\x20-\x7e\t\u001b]*$/;
