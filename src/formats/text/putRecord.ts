import { countAt } from './lineRecord';
import type { LineRecord, TextSink } from './preset';
import { wallTime } from './wallTime';

/** Takes what a line says, read by the places of its numbers. */
export function putRecord(line: string, record: LineRecord, sink: TextSink): void {
  const counts = record.counts.map(({ start, end }) => countAt(line, start, end) ?? NaN);
  const time = record.timed ? wallTime(line) : NaN;
  record.begin?.(counts, time, sink);
  sink.at(counts[0], time).putAll(line, record.values);
}
