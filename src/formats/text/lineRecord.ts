import { parseNumber } from './number';

/** Where a number stands in a line. */
export interface NumberSpan {
  readonly start: number;
  readonly end: number;
}

/** A value that a line names. */
export interface LineValue extends NumberSpan {
  readonly name: string;
  readonly metric: string | undefined;
  /** How many of the log's units make one of the metric's, and how many of the metric's one of the log's: one of the two is 1. */
  readonly perUnit: number;
  readonly factor: number;
  /** Where the line names it: needed for names that may hold numbers. */
  readonly named?: NumberSpan;
}

export function valueAt(start: number, end: number, name: string, metric?: string, perUnit = 1, factor = 1): LineValue {
  return { start, end, name, metric, perUnit, factor };
}

/** What stands in line[start, end) between spaces. */
export function trimmedValue(line: string, start: number, end: number, name: string, metric?: string, perUnit?: number): LineValue {
  const text = line.slice(start, end);
  const first = start + text.length - text.trimStart().length;
  return valueAt(first, first + text.trim().length, name, metric, perUnit);
}

/** Where the groups of a match stand that are there. */
export function placesOf({ indices = [] }: RegExpExecArray, groups: readonly number[]): NumberSpan[] {
  return groups.flatMap((group) => {
    const place = indices[group] as readonly [number, number] | undefined;
    return place ? [{ start: place[0], end: place[1] }] : [];
  });
}

/** A value that the line names beside it. */
export function namedValue({ start, end }: NumberSpan, named: NumberSpan, line: string, metric?: string): LineValue {
  return { ...valueAt(start, end, line.slice(named.start, named.end), metric), named };
}

/** A whole number in line[start, end); undefined where none stands there. */
export function countAt(line: string, start: number, end: number): number | undefined {
  const count = parseNumber(line, start, end);
  return count !== undefined && Number.isInteger(count) ? count : undefined;
}
