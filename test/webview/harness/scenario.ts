import type { PanelKind, Progress, RunDetail, RunSummary } from '../../../src/engine/protocol';
import type { Settings } from '../../../src/model/settings';
import type { RunState } from '../../../src/model/verdict';
import type { DensityForm } from './exampleDensity';
import type { CheckpointForm } from './exampleCheckpoints';
import type { ForecastForm } from './exampleForecasts';
import type { SpectraForm } from './exampleSpectra';
import type { ThemeName } from './themes';

export interface ScenarioRun {
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  readonly curve?: 'constant' | 'wsd' | 'cosine';
  /** Last step that has been logged. */
  readonly until?: number;
  readonly plannedSteps?: number;
  readonly over?: Partial<RunSummary>;
}

/** What the editor that a test scripts shows and answers. Plain data. */
export interface Scenario {
  readonly kind: PanelKind;
  readonly runs: readonly ScenarioRun[];
  readonly theme?: ThemeName;
  readonly settings?: Partial<Settings>;
  readonly detail?: Partial<RunDetail>;
  readonly strings?: Readonly<Record<string, string>>;
  readonly state?: unknown;
  /** Whether the run is still being read: its detail is null. */
  readonly unread?: boolean;
  readonly progress?: Progress;
  /** Spectra of runs by their id. */
  readonly spectra?: Readonly<Record<string, SpectraForm>>;
  /** Widths of the FFN over which the runs are a sweep. */
  readonly widths?: readonly number[];
  /** Tables of losses by data size, from which forecasts are made. */
  readonly forecasts?: readonly ForecastForm[];
  /** Checkpoints that can be opened; the first is the one whose summary is shown. */
  readonly checkpoints?: readonly CheckpointForm[];
  /** What the engine says of the gradients of the first run (see withPlainColumns). */
  readonly gradients?: string;
  /** What the engine answers about densities and scaling laws. */
  readonly density?: DensityForm;
  /** Why no checkpoint can be read. */
  readonly refusal?: string;
  /** Milliseconds until an answer arrives. */
  readonly delay?: number;
}
