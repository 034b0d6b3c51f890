import { metrics } from '../../model/metric';
import { namedValue, placesOf } from './lineRecord';
import { parseNumber } from './number';
import type { LineRecord, TextPreset } from './preset';
import { learnProgress, type Progress } from './progress';
import { putRecord } from './putRecord';
import { wallTime } from './wallTime';

/** Blocks of OLMo and OLMo-core: `[step=300/2385,epoch=1,eta=…]` and below it `    train/CE loss=8.871`. */
export const olmo: TextPreset<OlmoState> = {
  id: 'olmo',
  label: 'OLMo',
  signature: /\[step=\d+\/\d+(?:,|\])/,
  start: () => ({ planned: 0, step: NaN, time: NaN }),
  parse(line, state, sink) {
    const record = lineRecord(line, state);
    if (record) putRecord(line, record, sink);
  },
  record: lineRecord,
};

interface OlmoState extends Progress {
  step: number;
  time: number;
}

function lineRecord(line: string, state: OlmoState): LineRecord | undefined {
  if (line.includes('[step=')) return headingRecord(line, state);
  return line.startsWith('    ') ? valueRecord(line, state) : undefined;
}

const heading = /\[step=(\d+)\/(\d+)/d;

/** The time stands before the step, or nowhere. */
function headingRecord(line: string, state: OlmoState): LineRecord | undefined {
  const match = heading.exec(line);
  if (!match) return undefined;
  return {
    counts: placesOf(match, [1, 2]), values: [], timed: Object.is(wallTime(line.slice(0, match.index)), wallTime(line)),
    take([step, of], _values, time, sink) {
      state.step = step;
      state.time = time;
      learnProgress(state, step, of, sink);
    },
  };
}

const named = /^ {4,}([A-Za-z][^=]{0,200})=(\S+)\s*$/d;

/** Nothing where the value is no number. */
function valueRecord(line: string, state: OlmoState): LineRecord | undefined {
  const match = named.exec(line);
  if (!match || parseNumber(match[2]) === undefined) return undefined;
  const [name, value] = placesOf(match, [1, 2]);
  const values = [namedValue(value, name, line, olderNames.get(match[1]))];
  return { counts: [], values, form: 'number', take: (_counts, numbers, _time, sink) => { sink.at(state.step, state.time).putEach(values, numbers); } };
}

const olderNames = new Map([
  ['train/CrossEntropyLoss', metrics.trainLoss],
  ['optim/learning_rate_group0', metrics.learningRate],
]);
