import { countAt } from './lineRecord';
import { parseNumber } from './number';
import type { LineRecord, TextSink } from './preset';
import { wallTime } from './wallTime';

/** Takes what a line says, read by the places of its numbers, all of which are there where the record takes the line itself. */
export function putRecord(line: string, record: LineRecord, sink: TextSink): void {
  const counts = record.counts.map(({ start, end }) => countAt(line, start, end) ?? NaN);
  const time = record.timed ? wallTime(line) : NaN;
  record.begin?.(counts, time, sink);
  if (record.take) record.take(counts, record.values.map(({ start, end, perUnit, factor }) => ((parseNumber(line, start, end) ?? NaN) * factor) / perUnit), time, sink);
  else sink.at(counts[0], time).putAll(line, record.values);
}
