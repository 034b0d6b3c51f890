import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import { valueAt } from './lineRecord';
import { parsePythonDict, type DictEntry } from './pythonDict';
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
  start: () => ({ bar: { step: NaN, total: 0 }, total: 0, mode: 'undecided', step: 0, count: 0, examples: NaN, epochs: 0, planned: 0, waiting: nothing }),
  parse(line, state, sink) {
    const brace = line.indexOf("{'");
    const bar = line.includes('%|') ? readBar(brace < 0 ? line : line.slice(0, brace)) : undefined;
    if (bar) takeBar(bar, state);
    if (bar) flush(state, sink);
    if (brace >= 0) parseDict(line, brace, state, sink);
    else if (line.startsWith('  ')) parseBanner(line, state, sink);
  },
  /** Not between two drawings of a bar, where seldom more than one stands. */
  record(line, state) {
    if (state.mode === 'bar') return undefined;
    const brace = line.includes('%|') ? -1 : line.indexOf("{'");
    const entries = brace < 0 ? undefined : numbersOf(line, brace);
    if (!entries) return undefined;
    const names = entries.map(({ name }) => name);
    const values = entries.map(({ start, end, name, named }) => ({ ...valueAt(start, end, name), named }));
    return { counts: [], values, form: 'number', take: (_counts, numbers, _time, sink) => { takeDict({ names, values: numbers }, state, sink); } };
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
  waiting: DictNumbers;
}

/** Names in a dictionary, and their numbers. */
interface DictNumbers {
  readonly names: readonly string[];
  readonly values: readonly number[];
}

const nothing: DictNumbers = { names: [], values: [] };

/** A bar without a description: those with one load data or models. */
const progressBar = /^\s*\d{1,3}%\|[^|]{0,400}\| *(\d+)\/(\d+) \[/;

function readBar(line: string): Bar | undefined {
  const match = progressBar.exec(line);
  return match ? { step: +match[1], total: +match[2] } : undefined;
}

function takeBar(bar: Bar, state: HfState): void {
  if (state.mode === 'undecided' || bar.total === state.total) state.bar = bar;
}

function parseDict(line: string, brace: number, state: HfState, sink: TextSink): void {
  const entries = numbersOf(line, brace);
  if (entries) takeDict({ names: entries.map(({ name }) => name), values: entries.map(({ value }) => value) }, state, sink);
}

/** The numbers of the dictionary behind `from`. */
function numbersOf(line: string, from: number): (DictEntry & { readonly value: number })[] | undefined {
  return parsePythonDict(line, from)?.filter((entry): entry is DictEntry & { value: number } => typeof entry.value === 'number');
}

function takeDict(dict: DictNumbers, state: HfState, sink: TextSink): void {
  const isTraining = dict.names.includes('loss');
  if (isTraining && state.mode === 'undecided') decideMode(state);
  else if (isTraining && state.waiting.names.length > 0 && state.count === 0) state.mode = withoutBar(state);
  flush(state, sink);
  if (state.mode === 'bar') state.waiting = { names: dict.names, values: [...dict.values] };
  else put(dict, state, sink);
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
  put(state.waiting, state, sink);
  state.waiting = nothing;
}

function put(record: DictNumbers, state: HfState, sink: TextSink): void {
  if (record.names.length === 0) return;
  if (valueOf(record, 'loss') !== undefined) state.count++;
  state.step = stepOf(record, state);
  if (state.mode === 'bar' && state.count === 1 && state.planned === 0) sink.learn({ plan: { maxSteps: state.total } });
  sink.at(state.step);
  for (let i = 0; i < record.names.length; i++) putEntry(record.names[i], record.values[i], sink);
  if (valueOf(record, 'train_runtime') !== undefined) sink.learn({ ended: 'train_runtime was logged' });
}

function valueOf({ names, values }: DictNumbers, name: string): number | undefined {
  const index = names.indexOf(name);
  return index < 0 ? undefined : values[index];
}

function stepOf(record: DictNumbers, state: HfState): number {
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
