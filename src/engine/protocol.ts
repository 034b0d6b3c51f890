import type { ConfigEntry } from '../model/config';
import type { Finding } from '../model/finding';
import type { GradientProgress } from '../model/gradientReport';
import type { ModelFacts, Plan } from '../model/plan';
import type { MarginalReturnReport, Resource, StopperOutcome } from '../model/report';
import type { RunCheckpoint, RunSource, RunStatus } from '../model/run';
import type { Settings } from '../model/settings';
import type { Verdict } from '../model/verdict';
import type { AdaptationApi } from './protocol/adaptation';
import type { AdviceApi } from './protocol/advice';
import type { ForecastApi } from './protocol/forecast';
import type { GradientApi } from './protocol/gradients';
import type { DensityApi } from './protocol/density';
import type { SpectraProgress, SpectralApi } from './protocol/spectra';
import type { TablesApi } from './protocol/tables';

export type * from './protocol/adaptation';
export type * from './protocol/advice';
export type * from './protocol/forecast';
export type * from './protocol/gradients';
export type * from './protocol/density';
export type * from './protocol/refusal';
export type * from './protocol/spectra';
export type * from './protocol/tables';

/** What the editor asks of the engine. Every reply is plain data; columns are typed arrays. */
export type EngineApi = {
  /** Starts discovery and following in these folders (absolute paths), replacing the former ones. */
  open(request: { readonly folders: readonly string[]; readonly settings: Settings }): void;
  changeSettings(settings: Settings): void;
  /** Something may have changed on disk: look now instead of at the next poll. */
  wake(paths: readonly string[]): void;
  runs(request: null): readonly RunSummary[];
  detail(run: string): RunDetail | null;
  /** The marginal return with some settings changed, for a dragged threshold or another resource. */
  report(request: { readonly run: string; readonly change: Partial<Settings> }): MarginalReturnReport | null;
  curve(request: CurveRequest): Curve | null;
  /** What runs say about the lines of a configuration file. Empty for a file that is no configuration. */
  lenses(request: { readonly path: string; readonly text: string }): readonly LensFact[];
  /** The records that could not be read, with their file and reason. */
  skipped(run: string): readonly SkippedRecordOf[];
};

/** What the engine tells the editor unasked. */
export type EngineEvents = {
  changed(change: RunsChange): void;
  progress(progress: Progress): void;
  /** A sentence for people about something that went wrong and was survived. */
  trouble(message: string): void;
  spectraProgress(progress: SpectraProgress): void;
  gradientProgress(progress: GradientProgress): void;
};

export interface RunsChange {
  readonly updated: readonly RunSummary[];
  readonly removed: readonly string[];
}

export interface Progress {
  readonly phase: 'discovering' | 'reading' | 'idle';
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** One row of tree and overview. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  /** Workspace folder it was found in, and its path from there. */
  readonly folder: string;
  readonly relativePath: string;
  readonly status: RunStatus;
  readonly statusReason: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly sources: readonly RunSource[];
  /** The performance metric, by its name in the log. */
  readonly metric: string | null;
  readonly lastValue: number | null;
  readonly bestValue: number | null;
  readonly bestStep: number | null;
  readonly lastStep: number;
  readonly plannedSteps: number | null;
  /** Gain in performance per hour over the last tenth of the run; null when times are unknown. */
  readonly gainPerHour: number | null;
  /** Wall time of the last record, milliseconds since 1970; null when unknown. */
  readonly lastTime: number | null;
  /** When its files were last changed, milliseconds since 1970, whatever the log says of times; null when unknown. */
  readonly changedAt: number | null;
  /** At most 48 values of the performance metric, evenly spaced in steps. */
  readonly sparkline: Float64Array;
  readonly checkpoints: readonly RunCheckpoint[];
  /** Spectra of some layers are known, over the steps. */
  readonly hasSpectra: boolean;
  /** Its log holds norms of gradients, or a checkpoint the state of an optimizer. */
  readonly hasGradients: boolean;
  readonly skippedRecords: number;
  /** Index of its colour, the same everywhere it appears. */
  readonly colour: number;
  /** Where Problems are shown: the line of a configuration that answers each finding, else the log itself. */
  readonly anchors: readonly FindingAnchor[];
}

/** The place a finding belongs to, and places in the logs that show it. */
export interface FindingAnchor {
  readonly rule: string;
  readonly place: Place;
  readonly related: readonly (Place & { readonly message: string })[];
}

/** A line of a file, zero-based. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** Everything a run panel needs for its first picture. */
export interface RunDetail {
  readonly summary: RunSummary;
  readonly plan: Plan;
  readonly model: ModelFacts;
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  readonly series: readonly SeriesSummary[];
  readonly report: MarginalReturnReport | null;
  readonly stoppers: readonly StopperOutcome[];
  /** Resources that this run's log or settings can express. */
  readonly resources: readonly Resource[];
  readonly configs: readonly { readonly path: string; readonly entries: readonly ConfigEntry[] }[];
}

export interface SeriesSummary {
  readonly metric: string;
  readonly original: string;
  readonly source: string;
  readonly points: number;
  readonly firstStep: number | null;
  readonly lastStep: number | null;
  readonly firstValue: number | null;
  readonly lastValue: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly nonFinite: number;
}

/** A window of a series at the resolution of a screen. */
export interface CurveRequest {
  readonly run: string;
  /** Canonical name, or null where only the name in the log is known. */
  readonly metric: string | null;
  /** Name in the log, where several series have one canonical name; otherwise null. */
  readonly original: string | null;
  readonly fromStep: number | null;
  readonly toStep: number | null;
  /** Buckets: each contributes its minimum and its maximum. */
  readonly pixels: number;
}

/** Min–max decimated: spikes survive. Steps increase; non-finite values are kept as NaN. */
export interface Curve {
  readonly run: string;
  readonly metric: string;
  readonly original: string;
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly points: number;
}

/** What runs say about one line of a configuration. */
export interface LensFact {
  readonly line: number;
  /** Starts with the fact, ends with the action; about 80 characters at most. */
  readonly text: string;
  /** Run whose panel the lens opens. */
  readonly run: string;
  /** Absent: the panel of the run itself. */
  readonly panel?: 'spectrum' | 'forecast' | 'adaptation' | 'density';
  /** What the forecast that is opened is made from; the path of the configuration that is adapted. */
  readonly subject?: string;
  /** Share of the parameters that an adaptation keeps to. */
  readonly budget?: number;
}

export interface SkippedRecordOf {
  readonly path: string;
  readonly at: number;
  readonly reason: string;
}

/** Everything that the engine answers. */
export type EngineCalls = EngineApi & SpectralApi & AdviceApi & AdaptationApi & TablesApi & DensityApi & ForecastApi & GradientApi;

/** What a panel asks of the editor. Calls about runs, checkpoints and spectra are passed on to the engine. */
export type HostApi = SpectralApi & DensityApi & GradientApi & ForecastApi & {
  /** Called once when the panel's script runs, and again after a reload. */
  ready(request: null): PanelStart;
  runs(request: null): readonly RunSummary[];
  detail(run: string): RunDetail | null;
  report(request: { readonly run: string; readonly change: Partial<Settings> }): MarginalReturnReport | null;
  curve(request: CurveRequest): Curve | null;
  skipped(run: string): readonly SkippedRecordOf[];
  openRun(run: string): void;
  openOverview(request: null): void;
  /** The spectral panel of a run. */
  openSpectrum(run: string): void;
  openGradients(run: string): void;
  /** The panel of densities and scaling laws. */
  openDensity(request: null): void;
  /** The summary of a checkpoint file or folder. */
  openCheckpoint(path: string): void;
  /** Which model to fine-tune; null where it does not matter by which table. */
  openForecast(subject: string | null): void;
  openPlace(place: Place): void;
  openSetting(key: string): void;
  /** Writes to the workspace's settings; the reply says whether it was written. */
  writeSetting(request: { readonly key: string; readonly value: string | number | boolean }): boolean;
  muteRun(run: string): void;
  unmuteRun(run: string): void;
  chooseFolder(request: null): void;
  openSamples(request: null): void;
  /** Asks where to save and writes there; false when the person declined. */
  save(request: { readonly suggestedName: string; readonly data: string | Uint8Array }): boolean;
};

/** What the editor tells a panel unasked, and only while it is visible. */
export type PanelEvents = {
  changed(change: RunsChange): void;
  progress(progress: Progress): void;
  settingsChanged(settings: Settings): void;
  mutedChanged(runs: readonly string[]): void;
  spectraProgress(progress: SpectraProgress): void;
  gradientProgress(progress: GradientProgress): void;
};

export type PanelKind = 'run' | 'overview' | 'spectrum' | 'gradients' | 'checkpoint' | 'forecast' | 'density';

export interface PanelStart {
  readonly kind: PanelKind;
  /** Run of a run panel or a spectral panel. */
  readonly run: string | null;
  /** File or folder of a checkpoint's summary. */
  readonly path: string | null;
  readonly settings: Settings;
  readonly mutedRuns: readonly string[];
  /** Translations by English text; a text that is missing is shown in English. */
  readonly strings: Readonly<Record<string, string>>;
  /** What the engine is doing while the panel opens, so that an empty overview knows whether runs may still come. */
  readonly progress?: Progress;
}
