import type { RunSummary } from '../engine/protocol';

/** Whether a run is written by the recorder, and so can be asked to end. */
export function isRecorded(run: Pick<RunSummary, 'sources'>): boolean {
  return statisticsOf(run) !== undefined;
}

/** The file that the recorder writes for a run. */
export function statisticsOf({ sources }: Pick<RunSummary, 'sources'>): string | undefined {
  return sources.find(({ format }) => format === statisticsFormat)?.path;
}

const statisticsFormat = 'plateau-statistics';
