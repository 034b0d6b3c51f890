import type { RunSummary } from '../engine/protocol';

/** Whether a run is written by the recorder and has not ended, so that it can be asked to stop. */
export function canBeAsked(run: Pick<RunSummary, 'sources' | 'status'>): boolean {
  return run.status !== 'finished' && statisticsOf(run) !== undefined;
}

/** The file that the recorder writes for a run. */
export function statisticsOf({ sources }: Pick<RunSummary, 'sources'>): string | undefined {
  return sources.find(({ format }) => format === statisticsFormat)?.path;
}

const statisticsFormat = 'plateau-statistics';
