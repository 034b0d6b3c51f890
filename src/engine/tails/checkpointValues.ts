import type { OpenedCheckpoint } from '../../formats/checkpoints/checkpointFormat';
import { UnreadableTensor } from '../../formats/checkpoints/checkpointFormat';
import { sizeOf } from '../../formats/checkpoints/strided';
import { say } from '../../model/say';
import type { ProgressListener } from '../../numerics/kernels/progress';
import { parameterStates } from '../gradients/parameterStates';
import { momentPlan, type MomentPlan } from '../gradients/secondMoment';
import type { NoValues, TailValues } from './tailValues';

/**
 * Gradients as the optimizer state of a checkpoint keeps them: `coordinates` (the default) are root mean squares sqrt(v) of single
 * parameters, evenly sampled from all of them; `modules` are norms sqrt(Σ v) of tensors of parameters, v = exp_avg_sq or what other
 * optimizers keep instead, corrected for its start at zero. Any other name is that of a tensor, whose sizes are taken. Weights alone tell no gradients.
 */
export async function checkpointValues(opened: OpenedCheckpoint, path: string, column = 'coordinates', progress?: ProgressListener): Promise<TailValues | NoValues> {
  try {
    const tensor = opened.tensors.find(({ name }) => name === column);
    if (tensor) return { values: sampled([(await tensor.read()).map(Math.abs)], mostValues), label: say`sizes of ${column} in ${path}`, order: 'none' };
    if (column !== 'coordinates' && column !== 'modules') return { error: say`${path} has no tensor ${column}: name one of its tensors with --column, or coordinates or modules for the gradients in its optimizer state.` };
    const moments = secondMoments(opened, column === 'coordinates');
    if (moments.length === 0) return { error: say`${path} holds no second moments of ${column === 'coordinates' ? say`single gradients` : say`gradients`} (as Adam's exp_avg_sq), and weights alone tell no gradients: name a tensor with --column, or see plateau spectrum for the tails of eigenvalues.` };
    return column === 'modules' ? await moduleNorms(moments, path) : await coordinates(moments, path, progress);
  } catch (error) {
    if (error instanceof UnreadableTensor) return { error: say`${path} cannot be read: ${error.message}` };
    throw error;
  }
}

/** Enough for the exponent to a hundredth; more only cost time. */
const mostValues = 20_000;

/** Moments of squares; those of factored optimizers stand for whole tensors, not for single parameters. */
function secondMoments({ optimizer }: OpenedCheckpoint, single: boolean): readonly MomentPlan[] {
  if (!optimizer) return [];
  const plans = parameterStates(optimizer).flatMap(({ state, group }) => momentPlan(state, group.options) ?? []);
  return plans.filter(({ moment, repeat }) => moment === 'second' && (repeat === 1 || !single));
}

async function moduleNorms(moments: readonly MomentPlan[], path: string): Promise<TailValues> {
  const norms: number[] = [];
  for (const { tensor, repeat, correction } of moments) {
    let sum = 0;
    for (const value of await tensor.read()) sum += value;
    norms.push(Math.sqrt((repeat * sum) / correction));
  }
  return { values: Float64Array.from(norms), label: say`gradient norms of ${norms.length} tensors of parameters in ${path}`, order: 'none' };
}

async function coordinates(moments: readonly MomentPlan[], path: string, progress?: ProgressListener): Promise<TailValues> {
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
  return { values: sampled(parts, Infinity), label: say`gradients of ${stride === 1 ? say`all` : say`one in ${stride} of`} ${total} parameters in ${path}`, order: 'none' };
}

/** All parts after one another, evenly thinned to at most so many values. */
function sampled(parts: readonly ArrayLike<number>[], most: number): Float64Array {
  const all = Float64Array.from(parts.flatMap((part) => Array.from(part)));
  const stride = Math.ceil(all.length / most) || 1;
  return stride === 1 ? all : all.filter((_, i) => i % stride === 0);
}
