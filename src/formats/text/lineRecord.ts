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
  /** How many of the log's units make one of the metric's. */
  readonly perUnit: number;
  /** Where the line names it: needed for names that may hold numbers. */
  readonly named?: NumberSpan;
}

export function valueAt(start: number, end: number, name: string, metric?: string, perUnit = 1): LineValue {
  return { start, end, name, metric, perUnit };
}

/** A whole number in line[start, end); undefined where none stands there. */
export function countAt(line: string, start: number, end: number): number | undefined {
  const count = parseNumber(line, start, end);
  return count !== undefined && Number.isInteger(count) ? count : undefined;
}
