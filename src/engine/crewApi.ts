import type { ForecastQuestion } from '../analyzers/fineTuning/fineTuningForecast';
import type { ReadResult } from '../formats/format';
import type { RecordBatch } from '../formats/recordBatch';
import type { Finding } from '../model/finding';
import type { Candidate } from '../model/fineTuning';
import type { ForecastReport, ForecastSubject } from '../model/forecastReport';
import type { MarginalReturnReport } from '../model/report';
import type { Run } from '../model/run';
import type { SeriesColumns } from '../model/series';
import type { Settings } from '../model/settings';
import type { Analysis } from './analyseRun';
import type { FindingAnchor } from './protocol';
import type { SentRun } from './sentRun';

/** What the engine asks of the threads that work for it. Everything is plain data; columns are typed arrays. */
export type CrewApi = {
  /** Id of the format that is surest of a file, or null. */
  recognise(request: FileAsked): string | null;
  read(request: FileAsked & { readonly format: string; readonly cursor: unknown }): SentNews;
  analyse(request: RunAsked & { readonly across: readonly Finding[]; readonly now: number }): Analysis;
  report(request: RunAsked): MarginalReturnReport | null;
  /** Which model to fine-tune, by the losses of candidates. */
  forecast(request: ForecastAsked): ForecastReport;
  anchors(request: { readonly run: Placed; readonly findings: readonly Finding[] }): readonly FindingAnchor[];
};

/** A file, and the pattern that the person pinned for text logs. */
export interface FileAsked {
  readonly path: string;
  readonly pattern: string;
}

/** Losses of candidates, where they come from, and what is asked of them. */
export interface ForecastAsked {
  readonly subject: ForecastSubject;
  readonly candidates: readonly Candidate[];
  readonly question: ForecastQuestion;
}

/** One state of a run. It is sent once and then named by its number, until it is no longer among those to keep. */
export interface RunAsked {
  readonly state: number;
  readonly run: SentRun | null;
  readonly keep: readonly number[];
  readonly settings: Settings;
}

/** What it takes to know where the findings of a run belong. */
export type Placed = Pick<Run, 'name' | 'sources' | 'configs'>;

export type SentRecords = Pick<RecordBatch, 'skipped' | 'skippedCount' | 'facts'> & { readonly series: readonly SeriesColumns[] };

export type SentNews = Pick<ReadResult<unknown>, 'cursor' | 'more' | 'replaces'> & { readonly records: SentRecords; readonly provisional?: SentRecords; readonly head?: string };
