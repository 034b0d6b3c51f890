import type { OpenedCheckpoint, OptimizerState, StoredTensor } from '../../formats/checkpoints/checkpointFormat';
import { UnreadableTensor } from '../../formats/checkpoints/checkpointFormat';
import { blockwiseMoments } from '../../formats/checkpoints/blockwiseMoments';
import { sizeOf } from '../../formats/checkpoints/strided';
import type { ProgressListener } from '../../numerics/kernels/progress';
import type { NoValues, TailValues } from './tailValues';

/**
 * Gradients as the optimizer state of a checkpoint keeps them: `coordinates` (the default) are root mean squares sqrt(v) of single
 * parameters, evenly sampled from all of them; `modules` are norms sqrt(Σ v) of tensors of parameters, v = exp_avg_sq, corrected for its
 * start at zero. Any other name is that of a tensor, whose sizes are taken. Weights alone tell no gradients.
 */
export async function checkpointValues(opened: OpenedCheckpoint, path: string, column = 'coordinates', progress?: ProgressListener): Promise<TailValues | NoValues> {
  try {
    const tensor = opened.tensors.find(({ name }) => name === column);
    if (tensor) return { values: sampled([(await tensor.read()).map(Math.abs)], mostValues), label: `sizes of ${column} in ${path}`, order: 'none' };
    if (column !== 'coordinates' && column !== 'modules') return { error: `${path} has no tensor ${column}: name one of its tensors with --column, or coordinates or modules for the gradients in its optimizer state.` };
    const moments = secondMoments(opened);
    if (moments.length === 0) return { error: `${path} holds no second moments of gradients (Adam's exp_avg_sq), and weights alone tell no gradients: name a tensor with --column, or see plateau spectrum for the tails of eigenvalues.` };
    return column === 'modules' ? await moduleNorms(moments, path) : await coordinates(moments, path, progress);
  } catch (error) {
    if (error instanceof UnreadableTensor) return { error: `${path} cannot be read: ${error.message}` };
    throw error;
  }
}

/** Enough for the exponent to a hundredth; more only cost time. */
const mostValues = 20_000;

interface Moment {
  readonly tensor: StoredTensor;
  /** By which v is divided for its start at zero. */
  readonly correction: number;
}

function secondMoments({ optimizer }: OpenedCheckpoint): readonly Moment[] {
  if (!optimizer) return [];
  return optimizer.groups.flatMap(({ parameters, options }) => parameters.flatMap((parameter) => {
    const state = optimizer.state.get(parameter);
    const tensor = state && (state.tensors.get('exp_avg_sq') ?? blockwiseMoments(state.tensors).get('exp_avg_sq'));
    return tensor ? [{ tensor, correction: correctionOf(state, options['betas.1']) }] : [];
  }));
}

function correctionOf({ scalars: { step } }: OptimizerState, beta: number | boolean | string | undefined): number {
  return typeof beta === 'number' && step > 0 ? 1 - beta ** step : 1;
}

async function moduleNorms(moments: readonly Moment[], path: string): Promise<TailValues> {
  const norms: number[] = [];
  for (const { tensor, correction } of moments) {
    let sum = 0;
    for (const value of await tensor.read()) sum += value;
    norms.push(Math.sqrt(sum / correction));
  }
  return { values: Float64Array.from(norms), label: `gradient norms of ${norms.length} tensors of parameters in ${path}`, order: 'none' };
}

async function coordinates(moments: readonly Moment[], path: string, progress?: ProgressListener): Promise<TailValues> {
  const total = moments.reduce((sum, { tensor }) => sum + sizeOf(tensor.shape), 0);
  const stride = Math.ceil(total / mostValues);
  const parts: Float64Array[] = [];
  let before = 0;
  for (const { tensor, correction } of moments) {
    const values = await tensor.read();
    const first = (stride - (before % stride)) % stride;
    const count = Math.max(0, Math.ceil((values.length - first) / stride));
    parts.push(Float64Array.from({ length: count }, (_, i) => Math.sqrt(values[first + i * stride] / correction)));
    before += values.length;
    progress?.(before / total);
  }
  return { values: sampled(parts, Infinity), label: `gradients of ${stride === 1 ? 'all' : `one in ${stride} of`} ${total} parameters in ${path}`, order: 'none' };
}

/** All parts after one another, evenly thinned to at most so many values. */
function sampled(parts: readonly ArrayLike<number>[], most: number): Float64Array {
  const all = Float64Array.from(parts.flatMap((part) => Array.from(part)));
  const stride = Math.ceil(all.length / most) || 1;
  return stride === 1 ? all : all.filter((_, i) => i % stride === 0);
}
