import { metrics } from '../../model/metric';
import { endedBy, hasEndMark } from './endMark';
import { namedValue, placesOf } from './lineRecord';
import { parseNumber } from './number';
import type { LineRecord, TextPreset, TextSink } from './preset';
import { putRecord } from './putRecord';

/**
 * Progress bars of Keras. A bar shows means over the epoch so far, so that only its last drawing in an epoch is a
 * point; the step is the epoch.
 */
export const kerasBar: TextPreset<KerasState> = {
  id: 'keras',
  label: 'Keras progress bar',
  signature: /^ *\d+\/\d+ (?:\[[=>. -]{5,}\]|[━╸╺ ]{5,})[^\r]{0,60}? - (?:[a-z]\w{0,40}: |\d+m?s)|^ *(?:\d+\/\d+)? - \d+m?s(?: \d+[mu]?s\/\w{1,8})? - (?:\d+[mu]?s\/\w{1,8} - )?[a-z]\w{0,40}: [-\d.ni]/,
  banner: /^Epoch \d+\/\d+\s*$/,
  start: () => ({ epoch: 0, epochs: 0, ended: '', waiting: nothing }),
  parse(line, state, sink) {
    state.ended = endedBy(line) ?? state.ended;
    const record = lineRecord(line, state);
    if (record) putRecord(line, record, sink);
  },
  record: (line, state) => (hasEndMark(line) ? undefined : lineRecord(line, state)),
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
  waiting: Means;
}

interface Means {
  /** How many fields the line has, those without a name among them. */
  readonly fields: number;
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

const nothing: Means = { fields: 0, names: [], numbers: [] };

function lineRecord(line: string, state: KerasState): LineRecord | undefined {
  if (line.startsWith('Epoch ')) return epochRecord(line, state);
  return line.includes('ETA:') ? unfinished : barRecord(line, state);
}

/** A bar that is not full says nothing. */
const unfinished: LineRecord = { counts: [], values: [], take: () => undefined };

const heading = /^Epoch (\d+)\/(\d+)\s*$/d;

function epochRecord(line: string, state: KerasState): LineRecord | undefined {
  const match = heading.exec(line);
  return match ? { counts: placesOf(match, [1, 2]), values: [], take: ([epoch, epochs], _numbers, _time, sink) => { startEpoch(epoch, epochs, state, sink); } } : undefined;
}

function startEpoch(epoch: number, epochs: number, state: KerasState, sink: TextSink): void {
  flush(state, sink);
  if (state.epochs !== epochs) sink.learn({ plan: { maxEpochs: epochs, maxSteps: epochs } });
  state.epoch = epoch;
  state.epochs = epochs;
  state.ended = '';
}

const bar = /^ *(\d+)\/(\d+) (?:\[[=>. -]{5,200}\]|[━╸╺ ]{5,200})/d;
/** Without a bar where Keras was told to print one line an epoch. */
const plainLine = /^ *(?:\d+\/\d+)? - \d+m?s(?= )/d;
const mean = / - ([a-zA-Z]\w{0,60}): (\S{1,40})/dg;

/**
 * A bar is drawn again when the validation is done, and once more where the model is evaluated after its training: the fullest line of
 * an epoch is its record.
 */
function barRecord(line: string, state: KerasState): LineRecord | undefined {
  const match = bar.exec(line) ?? plainLine.exec(line);
  if (!match) return undefined;
  const text = line.slice(match[0].length);
  const fields = text.split(': ').length;
  const values = [...text.matchAll(mean)].flatMap((found) => {
    const [name, number] = placesOf(found, [1, 2]).map(({ start, end }) => ({ start: start + match[0].length, end: end + match[0].length }));
    return parseNumber(found[2]) === undefined ? [] : [namedValue(number, name, line)];
  });
  const names = values.map(({ name }) => name);
  return {
    counts: placesOf(match, [1, 2]), values,
    take([done, of], numbers) {
      if (done === of && fields > state.waiting.fields) state.waiting = { fields, names, numbers: [...numbers] };
    },
  };
}

function flush(state: KerasState, sink: TextSink): void {
  const { fields, names, numbers } = state.waiting;
  if (fields === 0) return;
  state.waiting = nothing;
  sink.at(state.epoch);
  names.forEach((name, i) => sink.put(name, numbers[i], name === 'loss' ? metrics.trainLossEpoch : undefined));
  if (state.epochs > 0 && state.epoch >= state.epochs && fields > 1) sink.learn({ ended: `reached epoch ${state.epoch} of ${state.epochs}` });
}
