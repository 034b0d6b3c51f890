import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import { parsePythonDict } from './pythonDict';
import type { TextPreset, TextSink } from './preset';

/**
 * Dictionaries that the Hugging Face Trainer prints. They do not say their step. It is that of the progress bar
 * drawn next to them; without a bar, the share of the planned epochs where the log says how many steps were
 * planned; else the number of the dictionary.
 */
export const hfStdout: TextPreset<HfState> = {
  id: 'hf-stdout',
  label: 'Hugging Face Trainer output',
  signature: /^[^{}]{0,500}\{'(?=[^{}]{0,2000}'epoch': )(?=(?:[^{}]{0,2000}, ')?(?:loss|eval_\w+|train_loss|train_runtime|reward)')|^ {2}Total optimization steps = [\d,]+$/,
  banner: /^\s*\d{1,3}%\||^ {2}(?:Num examples|Num Epochs|Total optimization steps|Gradient Accumulation steps|Number of trainable parameters) = \d/,
  start: () => ({ bar: { step: NaN, total: 0 }, total: 0, mode: 'undecided', step: 0, count: 0, examples: NaN, epochs: 0, planned: 0, waiting: [] }),
  parse(line, state, sink) {
    const brace = line.indexOf("{'");
    const bar = line.includes('%|') ? readBar(brace < 0 ? line : line.slice(0, brace)) : undefined;
    if (bar) takeBar(bar, state);
    if (bar) flush(state, sink);
    if (brace >= 0) parseDict(line.slice(brace), state, sink);
    else if (line.startsWith('  ')) parseBanner(line, state, sink);
  },
  finish: flush,
};

interface Bar {
  readonly step: number;
  readonly total: number;
}

interface HfState {
  bar: Bar;
  /** Length of the bar that counts training steps; other bars count evaluation batches. */
  total: number;
  /** Where steps come from, decided at the first training loss. */
  mode: 'undecided' | 'bar' | 'epoch' | 'index';
  /** Step of the last record, when no bar tells it. */
  step: number;
  /** Number of training losses. */
  count: number;
  /** Samples of the data set that was named last, which may be one for evaluation. */
  examples: number;
  epochs: number;
  planned: number;
  /** A record whose step the next drawing of the bar tells exactly. */
  waiting: [string, number][];
}

/** A bar without a description: those with one load data or models. */
const progressBar = /^\s*\d{1,3}%\|[^|]{0,400}\| *(\d+)\/(\d+) \[/;

function readBar(line: string): Bar | undefined {
  const match = progressBar.exec(line);
  return match ? { step: +match[1], total: +match[2] } : undefined;
}

function takeBar(bar: Bar, state: HfState): void {
  if (state.mode === 'undecided' || bar.total === state.total) state.bar = bar;
}

function parseDict(text: string, state: HfState, sink: TextSink): void {
  const entries = parsePythonDict(text)?.filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  if (!entries) return;
  const isTraining = entries.some(([name]) => name === 'loss');
  if (isTraining && state.mode === 'undecided') decideMode(state);
  else if (isTraining && state.waiting.length > 0 && state.count === 0) state.mode = withoutBar(state);
  flush(state, sink);
  state.waiting = entries;
  if (state.mode !== 'bar') flush(state, sink);
}

function decideMode(state: HfState): void {
  state.mode = state.bar.total > 0 ? 'bar' : withoutBar(state);
  state.total = state.bar.total;
}

/** Also when bar and dictionaries come through streams that are buffered apart: then no bar stands between two. */
function withoutBar(state: HfState): HfState['mode'] {
  return state.planned > 0 && state.epochs > 0 ? 'epoch' : 'index';
}

function flush(state: HfState, sink: TextSink): void {
  const record = state.waiting;
  if (record.length === 0) return;
  state.waiting = [];
  if (valueOf(record, 'loss') !== undefined) state.count++;
  state.step = stepOf(record, state);
  if (state.mode === 'bar' && state.count === 1 && state.planned === 0) sink.learn({ plan: { maxSteps: state.total } });
  sink.at(state.step);
  for (let i = 0; i < record.length; i++) putEntry(record[i][0], record[i][1], sink);
  if (valueOf(record, 'train_runtime') !== undefined) sink.learn({ ended: 'train_runtime was logged' });
}

function valueOf(record: HfState['waiting'], name: string): number | undefined {
  for (let i = 0; i < record.length; i++) if (record[i][0] === name) return record[i][1];
  return undefined;
}

function stepOf(record: HfState['waiting'], state: HfState): number {
  const named = valueOf(record, 'step') ?? valueOf(record, 'global_step');
  if (named !== undefined) return named;
  if (state.mode === 'bar') return state.bar.step;
  const epoch = valueOf(record, 'epoch');
  if (state.mode !== 'epoch' || epoch === undefined) return state.count;
  const step = Math.round((epoch / state.epochs) * state.planned);
  return valueOf(record, 'loss') !== undefined ? Math.max(step, state.step + 1) : Math.max(step, state.step);
}

function putEntry(name: string, value: number, sink: TextSink): void {
  if (name === 'train_loss') sink.put(name, value, metrics.trainLossEpoch);
  else if (name !== 'step' && name !== 'global_step') sink.put(name, value);
}

const banner = /^ {2}(Num examples|Num Epochs|Total optimization steps|Gradient Accumulation steps|Number of trainable parameters) = ([\d,]+)$/;

function parseBanner(line: string, state: HfState, sink: TextSink): void {
  const match = banner.exec(line);
  const value = match ? parseNumber(match[2]) : undefined;
  if (!match || value === undefined) return;
  if (match[1] === 'Num examples') state.examples = value;
  if (match[1] === 'Num Epochs') state.epochs = value;
  if (match[1] === 'Total optimization steps') state.planned = value;
  sink.learn(bannerFacts(match[1], value, state));
}

function bannerFacts(name: string, value: number, { examples }: HfState) {
  switch (name) {
    case 'Num examples': return {};
    // Only training has epochs: what was counted right before them are its samples.
    case 'Num Epochs': return { plan: { maxEpochs: value }, ...(examples > 0 ? { hyperparameters: { num_examples: examples } } : {}) };
    case 'Total optimization steps': return { plan: { maxSteps: value } };
    case 'Gradient Accumulation steps': return { plan: { gradientAccumulation: value } };
    default: return { model: { trainableParameters: value } };
  }
}
