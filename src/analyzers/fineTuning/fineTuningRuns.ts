import type { Candidate } from '../../model/fineTuning';
import { metrics } from '../../model/metric';
import { latestPoints } from '../../model/latestPoints';
import { type Run, lastStep, seriesOf } from '../../model/run';

/** One finished training of a model on a part of a data set. */
export interface Training {
  readonly run: string;
  readonly model: string;
  /** Samples. */
  readonly size: number;
  /** Lowest evaluation loss. */
  readonly loss: number;
}

/** The runs on one data set that tell model and number of samples. */
export interface TrainingsOnDataset {
  /** Empty where no configuration names it. */
  readonly dataset: string;
  readonly trainings: readonly Training[];
  /** At most one loss of each model and size: where there were several runs, that of the best. */
  readonly candidates: readonly Candidate[];
}

/**
 * Runs grouped by data set, model and number of training samples. A run counts when its logs or configurations say all of these, when
 * it logged an evaluation loss, and when it came to its end.
 */
export function fineTuningRuns(runs: readonly Run[]): readonly TrainingsOnDataset[] {
  const groups = new Map<string, { readonly run: Run; readonly training: Training }[]>();
  for (const run of runs) {
    const training = trainingOf(run);
    if (!training) continue;
    const dataset = datasetOf(run);
    groups.set(dataset, [...groups.get(dataset) ?? [], { run, training }]);
  }
  return [...groups].map(([dataset, own]) => ({ dataset, trainings: own.map(({ training }) => training), candidates: candidatesOf(own) }));
}

/** The model that a run fine-tunes, as its logs or configurations name it. */
export function baseModelOf(run: Run): string | undefined {
  const named = valueOf(run, modelKeys);
  return typeof named === 'string' && named.trim() !== '' ? named.trim() : undefined;
}

/** Whether two names are of one model: with or without the organisation that published it, in any case. */
export function isSameModel(a: string, b: string): boolean {
  const [first, second] = [a, b].map((name) => name.trim().toLowerCase().replace(/\/+$/, ''));
  if (first === '' || second === '') return false;
  return first === second || first.endsWith(`/${second}`) || second.endsWith(`/${first}`);
}

export const modelKeys: readonly string[] = ['model_name_or_path', 'base_model', 'pretrained_model_name_or_path', 'model_name', 'model_id', '_name_or_path'];
/** What the trainer counted stands before what it was asked for. */
export const sampleKeys: readonly string[] = ['num_examples', 'max_train_samples', 'max_samples', 'num_train_samples', 'n_train_samples', 'train_samples', 'train_size'];
const datasetKeys = ['dataset_name', 'dataset', 'task_name', 'train_file', 'dataset_path'];

function trainingOf(run: Run): Training | undefined {
  const model = baseModelOf(run);
  const size = Number(valueOf(run, sampleKeys) ?? NaN);
  const loss = lowestLoss(run);
  if (model === undefined || !(size > 0) || !(loss > 0) || !isDone(run)) return undefined;
  return { run: run.id, model, size, loss };
}

function isDone(run: Run): boolean {
  if (run.status === 'finished') return true;
  return run.status === 'dead' && lastStep(run) >= nearlyAll * (run.plan.maxSteps ?? Infinity);
}

const nearlyAll = 0.95;

function lowestLoss(run: Run): number {
  const { steps, values } = evaluations(run);
  return values.reduce((least, value, i) => (steps[i] > 0 && value < least ? value : least), Infinity);
}

function evaluations(run: Run): { readonly steps: Float64Array; readonly values: Float64Array } {
  const series = seriesOf(run, metrics.evalLoss);
  return series ? latestPoints(series) : { steps: new Float64Array(0), values: new Float64Array(0) };
}

function datasetOf(run: Run): string {
  const named = valueOf(run, datasetKeys);
  return typeof named === 'string' ? named.trim() : '';
}

/** The first of these keys that a log or a configuration of the run holds, whatever stands before its last dot. */
function valueOf({ hyperparameters, configs }: Run, keys: readonly string[]): string | number | boolean | undefined {
  const entries = [...Object.entries(hyperparameters), ...configs.flatMap((config) => config.entries.map(({ key, value }) => [key, value] as const))];
  for (const wanted of keys) {
    const found = entries.find(([key, value]) => value !== null && key.slice(key.lastIndexOf('.') + 1).replace(/-/g, '_').toLowerCase() === wanted);
    if (found) return found[1] ?? undefined;
  }
  return undefined;
}

function candidatesOf(trained: readonly { readonly run: Run; readonly training: Training }[]): readonly Candidate[] {
  return [...new Set(trained.map(({ training }) => training.model))].map((name) => {
    const own = trained.filter(({ training }) => training.model === name);
    const sizes = [...new Set(own.map(({ training }) => training.size))].sort((a, b) => a - b);
    const before = own.map(({ run }) => lossBefore(run)).filter((loss) => loss > 0);
    const parameters = own.map(({ run }) => run.model.parameters).find((count) => count !== undefined && count > 0);
    return {
      name, sizes,
      losses: sizes.map((size) => Math.min(...own.flatMap(({ training }) => (training.size === size ? [training.loss] : [])))),
      ...(before.length > 0 ? { zeroShot: Math.min(...before) } : {}),
      ...(parameters === undefined ? {} : { parameters }),
    };
  });
}

/** Evaluation loss at step 0, NaN where there is none. */
function lossBefore(run: Run): number {
  const { steps, values } = evaluations(run);
  return steps[0] === 0 ? values[0] : NaN;
}
