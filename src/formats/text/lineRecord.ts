import type { NumberSpan } from './lineShape';
import { parseNumber } from './number';
import type { TextSink } from './preset';

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

/** Puts the values of a line whose step the sink knows. */
export function putValues(line: string, values: readonly LineValue[], sink: TextSink): void {
  for (const { name, metric, perUnit, start, end } of values) {
    const value = parseNumber(line, start, end);
    sink.put(name, value === undefined ? undefined : value / perUnit, metric);
  }
}

/** A whole number in line[start, end); undefined where none stands there. */
export function countAt(line: string, start: number, end: number): number | undefined {
  const count = parseNumber(line, start, end);
  return count !== undefined && Number.isInteger(count) ? count : undefined;
}
