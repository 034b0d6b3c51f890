import { namedValue, placesOf } from './lineRecord';
import { parseNumber } from './number';
import type { LineRecord, TextPreset } from './preset';
import { learnProgress, type Progress } from './progress';
import { putRecord } from './putRecord';

/** Blocks of Composer and llm-foundry: `[batch=1/100]:` and below it `Train loss/train/total: 10.9736`. */
export const composer: TextPreset<ComposerState> = {
  id: 'composer',
  label: 'Composer',
  signature: /^(?:\[metric\]\[batch=\d+\]: \S+: \S+|(?:\[epoch=\d+(?:\/\d+)?\])?\[batch=\d+\/\d+\]:\s*$)/,
  start: () => ({ planned: 0, step: NaN }),
  parse(line, state, sink) {
    const record = lineRecord(line, state);
    if (record) putRecord(line, record, sink);
  },
  record: lineRecord,
};

interface ComposerState extends Progress {
  step: number;
}

function lineRecord(line: string, state: ComposerState): LineRecord | undefined {
  const first = line.charCodeAt(0);
  if (first === openingBracket) return headingRecord(line, state) ?? singleRecord(line, state);
  return first === tab || first === space ? valueRecord(line, state) : undefined;
}

const openingBracket = 91;
const tab = 9;
const space = 32;

const heading = /^(?:\[epoch=(\d+)(?:\/\d+)?\])?\[batch=(\d+)\/(\d+)\]:?/d;

/** With an epoch before it, the batch is that of the epoch; else that of the whole run. */
function headingRecord(line: string, state: ComposerState): LineRecord | undefined {
  const match = heading.exec(line);
  return match ? {
    counts: placesOf(match, [2, 3, 1]), values: [],
    take([batch, of, epoch], _values, _time, sink) {
      state.step = epoch === undefined ? batch : (epoch - 1) * of + batch;
      if (epoch === undefined) learnProgress(state, state.step, of, sink);
    },
  } : undefined;
}

const single = /^\[metric\]\[batch=(\d+)\]: ([^\s:]{1,200}): (\S+)/d;

function singleRecord(line: string, state: ComposerState): LineRecord | undefined {
  const match = single.exec(line);
  if (!match) return undefined;
  const [step, name, value] = placesOf(match, [1, 2, 3]);
  return { counts: [step], values: parseNumber(match[3]) === undefined ? [] : [namedValue(value, name, line)], form: 'number', begin: ([batch]) => { state.step = batch; } };
}

const named = /^\s+(?:Train |Eval )?([A-Za-z][^\s:]{0,200}(?: [^\s:]{1,60})?): (\S+)\s*$/d;

/** Nothing where the value is no number. */
function valueRecord(line: string, state: ComposerState): LineRecord | undefined {
  const match = named.exec(line);
  if (!match || parseNumber(match[2]) === undefined) return undefined;
  const [name, value] = placesOf(match, [1, 2]);
  const values = [namedValue(value, name, line)];
  return { counts: [], values, form: 'number', take: (_counts, numbers, _time, sink) => { sink.at(state.step).putEach(values, numbers); } };
}
