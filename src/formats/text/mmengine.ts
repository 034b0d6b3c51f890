import { metrics } from '../../model/metric';
import { placesOf, valueAt, type LineValue } from './lineRecord';
import type { LineRecord, TextPreset, TextSink } from './preset';
import { wallTime } from './wallTime';

/** Lines of mmengine: `… - mmengine - INFO - Epoch(train)   [1][1/6]  lr: 4.0e-08  eta: 4:59:11  loss: 0.421912`. */
export const mmengine: TextPreset<MmengineState> = {
  id: 'mmengine',
  label: 'mmengine',
  signature: / - mmengine - INFO - (?:Epoch|Iter)\((?:train|val)\) +\[/,
  start: () => ({ step: 0, planned: 0 }),
  parse(line, state, sink) {
    const record = lineRecord(line, state);
    if (!record) return;
    sink.at(record.step(record.counts.map(({ start, end }) => Number(line.slice(start, end))), sink), wallTime(line));
    sink.putAll(line, record.values);
  },
  record(line, state) {
    const record = lineRecord(line, state);
    if (!record) return undefined;
    return { ...record, take: (counts, numbers, time, sink) => { sink.at(record.step(counts, sink), time).putEach(record.values, numbers); } };
  },
};

interface MmengineState {
  /** Of the last line of training: those of validation count the batches of their own set. */
  step: number;
  planned: number;
}

interface MmengineRecord extends LineRecord {
  /** The step of a line that counts so far. */
  step(counts: readonly number[], sink: TextSink): number;
}

const head = /(Epoch|Iter)\((train|val)\) +(?:\[ *(\d+)\])?\[ *(\d+)\/(\d+)\]/d;

function lineRecord(line: string, state: MmengineState): MmengineRecord | undefined {
  const match = head.exec(line);
  if (!match) return undefined;
  const counts = placesOf(match, [3, 4, 5]);
  const [, kind, phase] = match;
  return {
    counts, values: fieldsIn(line, match.index + match[0].length, phase === 'val'), timed: true, form: 'number',
    step(numbers, sink) {
      if (phase === 'val') return state.step;
      const [iteration, of] = numbers.slice(-2);
      state.step = kind === 'Iter' || numbers.length < 3 ? iteration : (numbers[0] - 1) * of + iteration;
      if (kind === 'Iter' && of !== state.planned) sink.learn({ plan: { maxSteps: (state.planned = of) } });
      return state.step;
    },
  };
}

function fieldsIn(line: string, from: number, validation: boolean): LineValue[] {
  return [...line.slice(from).matchAll(/([A-Za-z][\w./]{0,60}): +([-+\d.eE]+|nan|-?inf)(?=\s|$)/g)].flatMap(({ index, 0: { length }, 1: name, 2: value }) => {
    const end = from + index + length;
    const place = [end - value.length, end] as const;
    if (!validation) return [valueAt(...place, name, name === 'time' ? metrics.stepTime : undefined)];
    return name === 'time' || name === 'data_time' ? [] : [valueAt(...place, `val/${name}`)];
  });
}
