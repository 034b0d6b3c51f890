import { stepRank } from './logFields';

/** What must be remembered between rows; plain data, part of cursors. */
export interface RowState {
  /** Rows so far. */
  rows: number;
  /** Where the step of a row comes from when it names none: the last step, the epoch, or the number of the row. */
  fallback: 'step' | 'epoch' | 'row';
  step: number;
  /** Step as it was written, before those of earlier epochs were added. */
  written: number;
  /** Steps of earlier epochs, for logs that count steps anew in each epoch. */
  offset: number;
  epoch: number;
  /** Metrics that the present epoch has already, and how often one came again. */
  atEpoch: string[];
  repeats: number;
  /** Rows have both `iter` and `step` (mmengine), so that a lone `step` may be an epoch. */
  paired: boolean;
}

export const firstRow: RowState = { rows: 0, fallback: 'epoch', step: 0, written: NaN, offset: 0, epoch: NaN, atEpoch: [], repeats: 0, paired: false };

/** How rows count: how many columns of steps they have, and the rank of the one that counts. */
export interface StepColumns {
  readonly count: number;
  readonly rank: number;
}

/**
 * Puts into `steps` those of rows that name their own, and an epoch or NaN: counted on where a log counts anew in each epoch. `state` is that
 * behind the last of the rows then.
 */
export function followSteps(state: RowState, { count, rank }: StepColumns, named: Float64Array, epochs: Float64Array, steps: Float64Array): void {
  state.fallback = 'step';
  state.paired ||= count > 1;
  const mayBeEpoch = state.paired && count === 1 && rank === loneStep;
  let { written, offset, step, epoch } = state;
  for (let row = 0; row < steps.length; row++) {
    const [name, within] = [named[row], epochs[row]];
    if (!mayBeEpoch || name !== epoch) {
      if (name < written && within > epoch) offset += written;
      else if (name < written && within < epoch) offset = 0;
      written = name;
      if (within === within) epoch = within;
      step = name + offset;
    }
    steps[row] = step;
  }
  state.written = written;
  state.offset = offset;
  state.step = step;
  state.epoch = epoch;
}

const loneStep = stepRank('step');
