import type { Run } from '../model/run';
import { Series, type SeriesColumns } from '../model/series';

/** A run as plain data, on its way to another thread. */
export type SentRun = Omit<Run, 'series'> & { readonly series: readonly SeriesColumns[] };

export function sentRun(run: Run): SentRun {
  return { ...run, series: run.series.map(({ columns }) => columns) };
}

/** The run again, as it was when it was sent. */
export function receivedRun(sent: SentRun): Run {
  return { ...sent, series: sent.series.map((columns) => Series.of(columns)) };
}
