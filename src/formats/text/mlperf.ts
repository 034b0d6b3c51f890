import { metrics } from '../../model/metric';
import type { RunFacts } from '../recordBatch';
import { scheduleKind } from '../configs/scheduleKind';
import { detached } from '../detached';
import { parsePythonDict } from './pythonDict';
import type { TextPreset, TextSink } from './preset';

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
  readonly metadata: Readonly<Record<string, unknown>>;
}

function parseEntry(json: string, state: MlperfState, sink: TextSink): void {
  const entry = readEntry(json);
  if (!entry) return sink.skip('The JSON object after :::MLLOG is broken.');
  const step = stepOf(entry);
  if (step !== undefined) state.step = step;
  if (entry.time === entry.time) state.time = entry.time;
  if (typeof entry.value === 'number' && evaluations.has(entry.key)) putEvaluation(entry.key, entry.value, state, sink);
  else if (entry.key === 'run_stop') sink.learn({ ended: `run_stop was logged with status ${String(entry.metadata.status ?? 'unknown').slice(0, 40)}` });
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
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { key, value, time_ms: time, metadata } = parsed as Record<string, unknown>;
  if (typeof key !== 'string') return undefined;
  return { key, value, time: typeof time === 'number' ? time : NaN, metadata: typeof metadata === 'object' && metadata !== null ? metadata as Record<string, unknown> : {} };
}

function stepOf({ metadata }: Entry): number | undefined {
  for (const name of ['epoch_num', 'samples_count', 'step_num']) {
    const step = metadata[name];
    if (typeof step === 'number') return step;
  }
  return undefined;
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
