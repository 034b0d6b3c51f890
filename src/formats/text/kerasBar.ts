import { metrics } from '../../model/metric';
import { endedBy } from './endMark';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';

/**
 * Progress bars of Keras. A bar shows means over the epoch so far, so that only its last drawing in an epoch is a
 * point; the step is the epoch.
 */
export const kerasBar: TextPreset<KerasState> = {
  id: 'keras',
  label: 'Keras progress bar',
  signature: /^ *\d+\/\d+ (?:\[[=>. -]{5,}\]|[━╸╺ ]{5,})[^\r]{0,60}? - (?:[a-z]\w{0,40}: |\d+m?s)|^ *(?:\d+\/\d+)? - \d+m?s(?: \d+[mu]?s\/\w{1,8})? - (?:\d+[mu]?s\/\w{1,8} - )?[a-z]\w{0,40}: [-\d.ni]/,
  banner: /^Epoch \d+\/\d+\s*$/,
  start: () => ({ epoch: 0, epochs: 0, ended: '', waiting: '' }),
  parse(line, state, sink) {
    state.ended = endedBy(line) ?? state.ended;
    if (line.startsWith('Epoch ')) parseEpoch(line, state, sink);
    else parseBar(line, state);
  },
  finish(state, sink) {
    flush(state, sink);
    if (state.ended !== '') sink.learn({ ended: state.ended });
  },
};

interface KerasState {
  epoch: number;
  epochs: number;
  /** Why the log is over, as far as it has said so since its last epoch. */
  ended: string;
  /** What the fullest line of the present epoch says. */
  waiting: string;
}

function parseEpoch(line: string, state: KerasState, sink: TextSink): void {
  const match = /^Epoch (\d+)\/(\d+)\s*$/.exec(line);
  if (!match) return;
  flush(state, sink);
  if (state.epochs !== +match[2]) sink.learn({ plan: { maxEpochs: +match[2], maxSteps: +match[2] } });
  Object.assign(state, { epoch: +match[1], epochs: +match[2], ended: '' });
}

/** Without a bar where Keras was told to print one line an epoch. */
const plainLine = /^ *(?:\d+\/\d+)? - \d+m?s( .*)$/;
const bar = /^ *(\d+)\/(\d+) (?:\[[=>. -]{5,200}\]|[━╸╺ ]{5,200})(.*)$/;

/**
 * A bar is drawn again when the validation is done, and once more where the model is evaluated after its training: the fullest line of
 * an epoch is its record.
 */
function parseBar(text: string, state: KerasState): void {
  const match = bar.exec(text);
  const values = match ? match[3] : plainLine.exec(text)?.[1];
  if (values === undefined || values.includes('ETA:') || (match && match[1] !== match[2])) return;
  if (state.waiting === '' || fieldsOf(values) > fieldsOf(state.waiting)) state.waiting = values;
}

function fieldsOf(values: string): number {
  return values.split(': ').length;
}

function flush(state: KerasState, sink: TextSink): void {
  const values = state.waiting;
  if (values === '') return;
  state.waiting = '';
  sink.at(state.epoch);
  for (const [, name, text] of values.matchAll(/ - ([a-zA-Z]\w{0,60}): (\S{1,30})/g)) {
    sink.put(name, parseNumber(text), name === 'loss' ? metrics.trainLossEpoch : undefined);
  }
  if (state.epochs > 0 && state.epoch >= state.epochs && values.includes(': ')) sink.learn({ ended: `reached epoch ${state.epoch} of ${state.epochs}` });
}
