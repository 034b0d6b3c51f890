import { metrics } from '../model/metric';
import { RecordBatch } from './recordBatch';
import { numberOf, parseJson } from './tolerantJson';

type Row = Readonly<Record<string, unknown>>;

/** Rows of a whole trainer state, or of the history that a script saved alone; undefined when it is neither. */
export function readTrainerState(saved: unknown): RecordBatch | undefined {
  const state = Array.isArray(saved) ? { log_history: saved as unknown[] } : saved;
  if (!isRow(state) || !Array.isArray(state.log_history)) return undefined;
  const into = new RecordBatch();
  const rows = state.log_history.filter(isRow);
  addRows(rows, into);
  if (wasToldToStop(state)) into.learn({ ended: toldToStop });
  for (let lost = rows.length; lost < state.log_history.length; lost++) into.skip(lost, 'A row of log_history is no object.');
  learnPlan(state, rows, into);
  return into;
}

/** Rows that can be told apart in the text of a broken trainer state. */
export function salvageTrainerState(text: string): RecordBatch {
  const into = new RecordBatch();
  const rows = [...text.matchAll(innermostObject)].map(([row]) => parseJson(row)).filter((row): row is Row => isRow(row) && stepOf(row) !== undefined);
  addRows(rows, into);
  into.skip(0, 'The file is cut off or corrupt: only those rows were read that are whole.');
  if (/"should_training_stop": ?true\b/.test(text)) into.learn({ ended: toldToStop });
  const fields = [...text.matchAll(topLevelNumber)].map(([, name, value]) => [name, numberOf(value)] as const);
  learnPlan(Object.fromEntries(fields), rows, into);
  into.learn({ cut: true });
  return into;
}

/** Rows of the history hold no objects of their own. */
const innermostObject = /\{[^{}]*\}/g;
/** The Trainer indents by two spaces. */
const topLevelNumber = /^ {2}"(max_steps|num_train_epochs|logging_steps|eval_steps|global_step)": (\d+(?:\.\d+)?),?$/gm;

function addRows(rows: readonly Row[], into: RecordBatch): void {
  let step = 0;
  for (const row of rows) {
    step = stepOf(row) ?? step;
    const final = numberOf(row.train_runtime) !== undefined;
    for (const [name, value] of Object.entries(row)) {
      const number = name === 'step' ? undefined : numberOf(value);
      if (number !== undefined) into.column(name, final && name === 'train_loss' ? metrics.trainLossEpoch : undefined).push(step, number);
    }
    if (final) into.learn({ ended: 'train_runtime was logged' });
  }
}

/** The Trainer keeps its control beside the history, with what a callback or the last step has made of it: true where this was the last checkpoint. */
function wasToldToStop({ stateful_callbacks: callbacks }: Row): boolean {
  const control = isRow(callbacks) && callbacks.TrainerControl;
  return isRow(control) && isRow(control.args) && control.args.should_training_stop === true;
}

const toldToStop = 'should_training_stop is set';

function learnPlan(state: Row, rows: readonly Row[], into: RecordBatch): void {
  const maxSteps = positive(state.max_steps);
  into.learn({
    plan: {
      maxSteps,
      maxEpochs: maxSteps === undefined ? positive(state.num_train_epochs) : undefined,
      logEverySteps: confirmed(positive(state.logging_steps), rows.filter(({ loss }) => loss !== undefined)),
      evalEverySteps: confirmed(positive(state.eval_steps), rows.filter(isEvaluation)),
    },
    hyperparameters: Object.fromEntries(kept.flatMap((name) => {
      const value = numberOf(state[name]);
      return value === undefined ? [] : [[name, value]];
    })),
  });
}

/** What the state knows beside the plan. */
const kept = ['train_batch_size', 'total_flos', 'best_metric'];

/** The state holds default intervals also where logging and evaluation go by epochs: the rows must bear them out. */
function confirmed(interval: number | undefined, rows: readonly Row[]): number | undefined {
  if (interval === undefined) return undefined;
  const fitting = rows.filter((row) => (stepOf(row) ?? NaN) % interval === 0).length;
  return fitting > 0 && fitting >= rows.length / 2 ? interval : undefined;
}

function isEvaluation(row: Row): boolean {
  return Object.keys(row).some((name) => name.startsWith('eval_'));
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stepOf(row: Row): number | undefined {
  const step = numberOf(row.step);
  return step !== undefined && Number.isFinite(step) ? step : undefined;
}

function positive(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isFinite(number) && number > 0 ? number : undefined;
}
