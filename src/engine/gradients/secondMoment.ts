import type { OptimizerState, StoredTensor } from '../../formats/checkpoints/checkpointFormat';
import { sizeOf } from '../../formats/checkpoints/strided';

type Options = Readonly<Record<string, number | boolean | string>>;

/** How to read the gradient energy of a parameter out of what its optimizer keeps. */
export interface MomentPlan {
  /** second: Σ E[g²]. mean: ‖E[g]‖², which is less; all that Lion, Muon and momentum keep. */
  readonly moment: 'second' | 'mean';
  /** Tensor whose values (second) or squares of values (mean) are summed. */
  readonly tensor: StoredTensor;
  /** What each value of it stands for in values of the parameter: the columns of a factored moment. */
  readonly repeat: number;
  /** Divides the sum: 1 − decay^steps, or the number of steps of a plain sum. */
  readonly correction: number;
  /** Of the running mean in one step; NaN where it is no such mean. */
  readonly decay: number;
  readonly steps: number;
  readonly shape: readonly number[];
  /** Running mean of the gradient with its correction, where there is one beside the second moment. */
  readonly mean?: { readonly tensor: StoredTensor; readonly correction: number };
}

/**
 * Finds the moments under the names of PyTorch (Adam and kin, RMSprop, Adadelta, Adagrad, Adafactor), Transformers (Adafactor) and, already
 * decoded, bitsandbytes. amsgrad's max_exp_avg_sq is a maximum, not a mean, and is not used. Undefined where none is known.
 */
export function momentPlan({ tensors, scalars }: OptimizerState, options: Options): MomentPlan | undefined {
  const steps = scalars.step ?? numberOf(options.step) ?? NaN;
  const mean = meanOf(tensors, steps, options);
  return factoredPlan(tensors, steps) ?? squarePlan(tensors, steps, options, mean) ?? (mean && { ...plain(mean.tensor, steps), moment: 'mean', correction: mean.correction ** 2, decay: NaN });
}

function squarePlan(tensors: ReadonlyMap<string, StoredTensor>, steps: number, options: Options, mean: MomentPlan['mean']): MomentPlan | undefined {
  const averaged = tensors.get('exp_avg_sq');
  if (averaged && !isAdafactor(options)) return { ...plain(averaged, steps), ...running(secondBeta(options), steps), mean };
  const vector = averaged ?? tensors.get('variance');
  if (vector) return { ...plain(vector, steps), correction: 1, decay: NaN };
  const smoothed = tensors.get('square_avg');
  if (smoothed) return { ...plain(smoothed, steps), ...running(numberOf(options.alpha) ?? numberOf(options.rho) ?? 0.99, steps) };
  const summed = tensors.get('sum');
  return summed && steps > 0 ? { ...plain(summed, steps), correction: steps, decay: NaN } : undefined;
}

function plain(tensor: StoredTensor, steps: number) {
  return { moment: 'second', tensor, repeat: 1, steps, shape: tensor.shape } as const;
}

/** A running mean that began at 0 falls short by 1 − decay^steps. */
function running(decay: number, steps: number) {
  return { decay, correction: steps > 0 ? 1 - decay ** steps : 1 };
}

/** Adafactor's second moment starts at its first square: nothing to correct. Its options name a decay_rate or beta2_decay instead of betas. */
function isAdafactor(options: Options): boolean {
  return options.decay_rate !== undefined || options.beta2_decay !== undefined;
}

/** v ≈ row·column/mean(row), of which the sum is Σ row times the number of columns (arXiv 1804.04235, algorithm 4, with means for sums). */
function factoredPlan(tensors: ReadonlyMap<string, StoredTensor>, steps: number): MomentPlan | undefined {
  const row = tensors.get('exp_avg_sq_row') ?? tensors.get('row_var');
  const column = tensors.get('exp_avg_sq_col') ?? tensors.get('col_var');
  if (!row || !column) return undefined;
  const columns = column.shape[column.shape.length - 1];
  // PyTorch keeps the summed axis with length 1, Transformers does not.
  const kept = row.shape.length === column.shape.length && row.shape[row.shape.length - 1] === 1 && row.shape.length > 1;
  const rows = kept ? row.shape.slice(0, -1) : row.shape;
  return { moment: 'second', tensor: row, repeat: columns, correction: 1, decay: NaN, steps, shape: [...rows, columns] };
}

function meanOf(tensors: ReadonlyMap<string, StoredTensor>, steps: number, options: Options): MomentPlan['mean'] {
  const averaged = tensors.get('exp_avg');
  // Lion smooths what it keeps with its second beta.
  const beta = tensors.has('exp_avg_sq') ? numberOf(options['betas.0']) ?? 0.9 : secondBeta(options);
  if (averaged) return { tensor: averaged, correction: running(beta, steps).correction };
  const buffer = tensors.get('momentum_buffer');
  const momentum = numberOf(options.momentum) ?? 0.9;
  return buffer && { tensor: buffer, correction: running(momentum, steps).correction / (1 - momentum) };
}

function secondBeta(options: Options): number {
  return numberOf(options['betas.1']) ?? 0.999;
}

function numberOf(value: number | boolean | string | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Number of values of the parameter. */
export function parametersOf({ shape }: Pick<MomentPlan, 'shape'>): number {
  return sizeOf(shape);
}
