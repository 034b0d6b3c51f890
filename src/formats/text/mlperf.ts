import { isRecord } from '../../model/isRecord';
import { metrics } from '../../model/metric';
import type { RunFacts } from '../recordBatch';
import { scheduleKind } from '../configs/scheduleKind';
import { detached } from '../detached';
import { placesOf, valueAt } from './lineRecord';
import { parsePythonDict } from './pythonDict';
import type { LineRecord, TextPreset, TextSink } from './preset';

/**
 * MLPerf training logs: a JSON object after `:::MLLOG`. The step is what the benchmark counts in `epoch_num` or
 * `samples_count`: samples, tokens or epochs. Between these lines stands the benchmark's own output, of which
 * dictionaries with an evaluation are read.
 */
export const mlperf: TextPreset<MlperfState> = {
  id: 'mlperf',
  label: 'MLPerf log',
  signature: /:::MLLOG \{"/,
  start: () => ({ benchmark: '', step: NaN, time: NaN, rate: NaN, isLoss: undefined }),
  parse(line, state, sink) {
    const marker = line.indexOf(':::MLLOG');
    if (marker >= 0) parseEntry(line.slice(line.indexOf('{', marker)), state, sink);
    else if (line.startsWith('{') && line.includes("'eval_")) parseEvaluation(line, state, sink);
  },
  record: entryRecord,
};

interface MlperfState {
  benchmark: string;
  step: number;
  time: number;
  /** Peak learning rate. */
  rate: number;
  /** Whether `eval_accuracy` is a loss, once it is known. */
  isLoss: boolean | undefined;
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly time: number;
  readonly step: number | undefined;
  readonly status: unknown;
}

function parseEntry(json: string, state: MlperfState, sink: TextSink): void {
  const entry = readEntry(json);
  if (entry) takeEntry(entry, state, sink);
  else sink.skip('The JSON object after :::MLLOG is broken.');
}

function takeEntry(entry: Entry, state: MlperfState, sink: TextSink): void {
  if (entry.step !== undefined) state.step = entry.step;
  if (entry.time === entry.time) state.time = entry.time;
  if (typeof entry.value === 'number' && evaluations.has(entry.key)) putEvaluation(entry.key, entry.value, state, sink);
  else if (entry.key === 'run_stop') sink.learn({ ended: `run_stop was logged with status ${String(entry.status ?? 'unknown').slice(0, 40)}` });
  else learnEntry(entry, state, sink);
}

const evaluations = new Set(['eval_accuracy', 'eval_loss', 'train_loss', 'loss', 'eval_error']);

function readEntry(json: string): Entry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(parsed)) return undefined;
  const { key, value, time_ms: time } = parsed;
  if (typeof key !== 'string') return undefined;
  const metadata = isRecord(parsed.metadata) ? parsed.metadata : {};
  return { key, value, time: typeof time === 'number' ? time : NaN, step: stepOf(metadata), status: metadata.status };
}

const counters = ['epoch_num', 'samples_count', 'step_num'];

function stepOf(metadata: Readonly<Record<string, unknown>>): number | undefined {
  return counters.map((name) => metadata[name]).find((step) => typeof step === 'number');
}

/** As the logging library of MLPerf writes an entry whose value is nothing, a number, or an object, of which nothing is taken. */
const usualEntry = /:::MLLOG (\{"namespace": "[^"]*", "time_ms": (\d+), "event_type": "[^"]*", "key": "[^"\d]*", "value": (?:null|(-?\d[-+.\de]*)|\{[^{}]*\}), "metadata": \{([^{}]*)\}\})\s*$/d;
const entryStep = new RegExp(`"(?:${counters.join('|')})": (-?\\d[-+.\\de]*)`, 'dg');

function entryRecord(line: string, state: MlperfState): LineRecord | undefined {
  const match = line.includes('\\') ? null : usualEntry.exec(line);
  const entry = match && readEntry(match[1]);
  if (!match || !entry || entry.key === 'run_stop') return undefined;
  const steps = [...match[4].matchAll(entryStep)];
  if (steps.length !== (entry.step === undefined ? 0 : 1)) return undefined;
  const [time, value] = [placesOf(match, [2]), placesOf(match, [3])];
  const [{ start: metadata }] = placesOf(match, [4]);
  const step = steps.flatMap((found) => placesOf(found, [1])).map(({ start, end }) => ({ start: start + metadata, end: end + metadata }));
  return {
    counts: [], values: [...time, ...step, ...value].map(({ start, end }) => valueAt(start, end, '')), form: 'json',
    take(_counts, numbers, _time, sink) {
      takeEntry({ ...entry, time: numbers[0], step: step.length > 0 ? numbers[1] : undefined, value: value.length > 0 ? numbers[numbers.length - 1] : entry.value }, state, sink);
    },
  };
}

function putEvaluation(key: string, value: number, state: MlperfState, sink: TextSink): void {
  sink.at(state.step, state.time);
  if (key !== 'eval_accuracy') return void sink.put(key, value);
  state.isLoss ??= state.benchmark === '' ? value > 1 : languageModels.test(state.benchmark);
  sink.put(key, value, state.isLoss ? metrics.evalLoss : metrics.evalAccuracy);
}

/** Benchmarks that log their evaluation loss under the name `eval_accuracy`. */
const languageModels = /gpt|llama|lora|mixtral|mixture_of_experts|^moe/;

function parseEvaluation(line: string, state: MlperfState, sink: TextSink): void {
  const values = parsePythonDict(line);
  if (!values) return;
  sink.at(state.step, state.time);
  for (const { name, value } of values) {
    if (name.startsWith('eval_') && typeof value === 'number') sink.put(name, value);
  }
}

function learnEntry(entry: Entry, state: MlperfState, sink: TextSink): void {
  const { key, value } = entry;
  if (typeof value !== 'number' && typeof value !== 'string') return;
  if (key === 'submission_benchmark') state.benchmark = String(value).toLowerCase().slice(0, 80);
  if (key === 'opt_base_learning_rate') state.rate = Number(value);
  if (key === 'weights_initialization' || key.startsWith('submission_org') || key === 'data_file') return;
  sink.learn({ hyperparameters: { [detached(key)]: typeof value === 'string' ? detached(value) : value }, ...plannedBy(key, value, state.rate) });
}

/** Planned steps and warm-up are not taken over: they count optimizer steps, which this log does not. */
function plannedBy(key: string, value: number | string, rate: number): Partial<RunFacts> {
  if (typeof value === 'string') {
    if (key === 'submission_benchmark') return { name: value };
    return key === 'opt_learning_rate_decay_schedule' ? { plan: { schedule: scheduleKind(value) } } : {};
  }
  switch (key) {
    case 'opt_base_learning_rate': return { plan: { peakRate: value } };
    case 'opt_end_learning_rate': return { plan: rate > 0 ? { minRatio: value / rate } : {} };
    case 'opt_gradient_clip_norm': return { plan: { maxGradNorm: value } };
    case 'gradient_accumulation_steps': return { plan: { gradientAccumulation: value } };
    case 'num_layers': return { model: { layers: value } };
    case 'hidden_size': return { model: { hiddenSize: value } };
    case 'ffn_hidden_size': return { model: { ffnSize: value } };
    case 'num_heads': return { model: { heads: value } };
    case 'max_sequence_length': return { model: { contextLength: value } };
    default: return {};
  }
}
