import type { Config } from './config';
import type { ModelFacts, Plan } from './plan';
import type { Series } from './series';

export type RunStatus = 'active' | 'finished' | 'stalled' | 'dead';

/** A training run: everything that its files say, merged. */
export interface Run {
  /** Stable over restarts: the path of its folder or file, and the lane where a file holds several runs. */
  readonly id: string;
  /** Short name for people, unique in the workspace. */
  readonly name: string;
  readonly sources: readonly RunSource[];
  /** All series of all sources; for a metric that several sources log, the fullest stands first. */
  readonly series: readonly Series[];
  readonly plan: Plan;
  readonly model: ModelFacts;
  /** Hyper-parameters as logged (TensorBoard hparams, TrainingArguments). */
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  readonly configs: readonly Config[];
  /** Steps at which a checkpoint exists on disk, ascending. */
  readonly checkpoints: readonly number[];
  /** The checkpoints themselves, with those that tell no step. */
  readonly checkpointFiles: readonly RunCheckpoint[];
  readonly status: RunStatus;
  readonly statusReason: string;
  readonly skippedRecords: number;
  /** When its files were last changed, milliseconds since 1970; absent where unknown. */
  readonly changedAt?: number;
}

/** A checkpoint of a run: a file, or a folder that holds one. */
export interface RunCheckpoint {
  readonly step: number | null;
  readonly path: string;
  /** The number in its name, where that counts the models of an ensemble and no steps. */
  readonly member?: number;
  /** Whether it holds the state of an optimizer; absent until someone has looked. */
  readonly optimizer?: boolean;
}

export interface RunSource {
  readonly format: string;
  readonly path: string;
}

/** The fullest series of a metric, or undefined. */
export function seriesOf(run: Pick<Run, 'series'>, metric: string): Series | undefined {
  return run.series.find((series) => series.metric === metric);
}

/** The fullest series of what is counted from the start of a run; undefined where a log calls so what each step used. */
export function countOf(run: Pick<Run, 'series'>, metric: string): Series | undefined {
  const series = seriesOf(run, metric);
  let grew = 0;
  for (let i = 1; series && i < series.length; i++) if (series.values[i] >= series.values[i - 1]) grew++;
  return series && grew >= mostlyGrowing * (series.length - 1) ? series : undefined;
}

/** A resumed run counts again from where it was. */
const mostlyGrowing = 0.8;

/** Largest step that any series has reached; of a run without any point that of its latest checkpoint, else 0. */
export function lastStep(run: Pick<Run, 'series'> & Partial<Pick<Run, 'checkpoints'>>): number {
  const last = run.series.reduce((most, series) => Math.max(most, series.length ? series.steps[series.length - 1] : -Infinity), -Infinity);
  return last > -Infinity ? Math.max(last, 0) : run.checkpoints?.at(-1) ?? 0;
}
