import { UnreadableTensor, type OptimizerState, type StoredTensor } from '../../formats/checkpoints/checkpointFormat';
import { say } from '../../model/say';
import { momentPlan, parametersOf, type MomentPlan } from './secondMoment';

/** The gradient energy of one parameter, as its optimizer remembers it. Plain data. */
export interface ParameterEnergy {
  /** Index or name in the optimizer. */
  readonly key: number | string;
  readonly shape: readonly number[];
  readonly parameters: number;
  readonly moment: MomentPlan['moment'];
  /** Σ E[g²] over its values, or ‖E[g]‖² where only a mean is kept. */
  readonly energy: number;
  /** ‖E[g]‖² beside it; NaN where unknown. */
  readonly meanEnergy: number;
  /** Sums of the energy over the columns, one for each row as stored; those of a vector are its values. */
  readonly rows: Float64Array;
  /** Whether a row of 0 had no gradient: blocks of 8 bits round small ones to 0. */
  readonly tellsSilence: boolean;
  /** Of the running mean in one step, and the steps it has seen; NaN where unknown. */
  readonly decay: number;
  readonly steps: number;
}

/** Reads the energy of a parameter, one tensor in memory at a time; a sentence where the state does not tell it. */
export async function parameterEnergy(key: number | string, state: OptimizerState, options: Readonly<Record<string, number | boolean | string>>): Promise<ParameterEnergy | { readonly error: string }> {
  const plan = momentPlan(state, options);
  if (!plan) return { error: say`Parameter ${key}: its optimizer keeps neither a mean nor a mean square of its gradient.` };
  try {
    const rows = await rowSums(plan.tensor, plan);
    const mean = plan.mean && await rowSums(plan.mean.tensor, { shape: plan.shape, moment: 'mean', repeat: 1, correction: plan.mean.correction ** 2 });
    const energy = total(rows);
    return {
      key, shape: plan.shape, parameters: parametersOf(plan), moment: plan.moment, decay: plan.decay, steps: plan.steps,
      energy, rows, tellsSilence: plan.tensor.type !== 'U8', meanEnergy: plan.moment === 'mean' ? energy : mean ? total(mean) : NaN,
    };
  } catch (error) {
    if (error instanceof UnreadableTensor) return { error: say`Parameter ${key}: ${error.message}` };
    throw error;
  }
}

async function rowSums(tensor: StoredTensor, { shape, moment, repeat, correction }: Pick<MomentPlan, 'shape' | 'moment' | 'repeat' | 'correction'>): Promise<Float64Array> {
  const values = await tensor.read();
  const rows = new Float64Array(shape.length === 0 ? 1 : shape[0]);
  const columns = rows.length === 0 ? 0 : values.length / rows.length;
  const scale = repeat / correction;
  for (let row = 0; row < rows.length; row++) {
    rows[row] = scale * (moment === 'mean' ? sumOfSquares(values, row * columns, (row + 1) * columns) : sum(values, row * columns, (row + 1) * columns));
  }
  return rows;
}

function sum(values: ArrayLike<number>, from: number, to: number): number {
  let result = 0;
  for (let i = from; i < to; i++) result += values[i];
  return result;
}

function sumOfSquares(values: ArrayLike<number>, from: number, to: number): number {
  let result = 0;
  for (let i = from; i < to; i++) result += values[i] * values[i];
  return result;
}

function total(rows: Float64Array): number {
  return sum(rows, 0, rows.length);
}
