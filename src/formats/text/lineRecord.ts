import type { NumberSpan } from './lineShape';
import { parseNumber } from './number';

/** What a line says, by the places of its numbers. */
export interface LineRecord {
  /** What the line counts, first its step. */
  readonly counts: readonly NumberSpan[];
  readonly values: readonly LineValue[];
  /** The line begins with a wall time. */
  readonly timed?: boolean;
}

export interface LineValue extends NumberSpan {
  readonly name: string;
  readonly metric: string | undefined;
  /** How many of the log's units make one of the metric's. */
  readonly perUnit: number;
}

export function valueAt(start: number, end: number, name: string, metric?: string, perUnit = 1): LineValue {
  return { start, end, name, metric, perUnit };
}

/** A whole number in line[start, end); undefined where none stands there. */
export function countAt(line: string, start: number, end: number): number | undefined {
  const count = parseNumber(line, start, end);
  return count !== undefined && Number.isInteger(count) ? count : undefined;
}
