import { metrics } from '../../model/metric';
import type { Plan } from '../../model/plan';
import { countAt, valueAt, type LineValue } from './lineRecord';
import { numberEnd, parseNumber } from './number';
import type { LineRecord, TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';
import { putRecord } from './putRecord';

/** main.log and standard output of llm.c (github.com/karpathy/llm.c, MIT) and of its Python forerunner. */
export const llmc: TextPreset<LlmcState> = {
  id: 'llmc',
  label: 'llm.c',
  signature: /^(?:s:\d+ (?:trl|tel|eval):[-\d.naif]+(?: lr:\S+)?(?: norm:\S+)?$|step +\d+\/\d+ \| (?:train )?loss \S+ )/,
  banner: /^\| \S[^|]{0,60} \| \S[^|]{0,200}\|$|^val loss /,
  start: () => ({ step: 0, planned: 0 }),
  parse(line, state, sink) {
    const record = recordOf(line, state);
    if (record) putRecord(line, record, sink);
    else if (line.startsWith('val loss ')) sink.at(state.step).put('val loss', parseNumber(line.slice(9)), metrics.evalLoss);
    else if (line.startsWith('| ')) parseTableRow(line, sink);
  },
  record: recordOf,
};

function recordOf(line: string, state: LlmcState): LineRecord | undefined {
  return mainLogRecord(line) ?? stdoutRecord(line, state);
}

interface LlmcState extends Progress {
  /** Last step of standard output: evaluations there do not name theirs. */
  step: number;
}

/** `s:466 trl:5.4707 lr:0.000400 norm:1.01`. The smallest lines of all logs: read without taking them apart. */
function mainLogRecord(line: string): LineRecord | undefined {
  let end = numberEnd(line, 2);
  if (!line.startsWith('s:') || countAt(line, 2, end) === undefined) return undefined;
  const counts = [{ start: 2, end }];
  const values = [];
  while (end < line.length) {
    const start = end + 1;
    const known = mainLogFields.get(line.charCodeAt(start) * 256 + line.charCodeAt(start + 1));
    const value = start + (known?.label.length ?? 0);
    end = numberEnd(line, value);
    if (known && line.startsWith(known.label, start)) values.push(valueAt(value, end, known.name, known.metric));
  }
  return { counts, values };
}

const mainLogField = (name: string, metric: string) => [name.charCodeAt(0) * 256 + name.charCodeAt(1), { label: `${name}:`, name, metric }] as const;

/** By their first two letters. */
const mainLogFields = new Map([
  mainLogField('trl', metrics.trainLoss),
  mainLogField('lr', metrics.learningRate),
  mainLogField('norm', metrics.gradNorm),
  mainLogField('tel', metrics.evalLoss),
  mainLogField('eval', metrics.evalAccuracy),
]);

const stdout = /^step +(\d+)\/(\d+) \|/;

/** `step 1/19560 | loss 10.9598 (+nanz)| norm 15.24 (+nanz)| lr 2.00e-06 | 300.00 ms | 40.0% bf16 MFU | 1000 tok/s` */
function stdoutRecord(line: string, state: LlmcState): LineRecord | undefined {
  const match = stdout.exec(line);
  if (!match) return undefined;
  const slash = line.indexOf('/');
  const values = [];
  for (let start = match[0].length, bar = 0; bar < line.length; start = bar + 1) {
    bar = line.indexOf('|', start) < 0 ? line.length : line.indexOf('|', start);
    values.push(...quantityIn(line, start, bar));
  }
  return {
    counts: [{ start: slash - match[1].length, end: slash }, { start: slash + 1, end: slash + 1 + match[2].length }], values, form: 'number',
    begin([step, of], _time, sink) {
      state.step = step;
      learnProgress(state, step, of, sink);
    },
  };
}

/** What a field between bars begins with: a name and its number, or a number and its unit. */
const quantity = /^\s*\(?(?:(train loss|loss|norm|lr) +([^\s(]+)|([-\d.]+(?:[eE][-+]?\d+)?)( ?ms| ?tok\/s|% \w+ MFU))/;

function quantityIn(line: string, start: number, end: number): LineValue[] {
  const match = quantity.exec(line.slice(start, end));
  if (!match) return [];
  const [{ length }, name, named, measured, unit] = match;
  if (measured === undefined) return [valueAt(start + length - named.length, start + length, name)];
  const behind = start + length - unit.length;
  return [valueAt(behind - measured.length, behind, ...(measures.get(unit.trim()) ?? ['mfu', 'mfu', 1]))];
}

const measures = new Map<string, [name: string, metric: string, perUnit: number]>([
  ['ms', ['ms', metrics.stepTime, 1000]],
  ['tok/s', ['tok/s', metrics.tokensPerSecond, 1]],
]);

const plannedBy: Readonly<Record<string, keyof Plan>> = {
  'total batch size': 'tokensPerStep',
  'learning rate (LR)': 'peakRate',
  'warmup iterations': 'warmupSteps',
  'final LR fraction': 'minRatio',
  'train_num_batches': 'maxSteps',
};

/** Row of the table of settings at the start of standard output. */
function parseTableRow(line: string, sink: TextSink): void {
  const match = /^\| (\S[^|]{0,60}?) +\| (\S[^|]{0,200}?) *\|$/.exec(line);
  if (!match) return;
  const value = parseNumber(match[2]);
  const planned = Object.hasOwn(plannedBy, match[1]) ? plannedBy[match[1]] : undefined;
  if (planned && value !== undefined) sink.learn({ plan: { [planned]: value } });
  if (match[1] === 'LR scheduler') sink.learn({ plan: { schedule: match[2] === 'cosine' || match[2] === 'linear' || match[2] === 'wsd' ? match[2] : 'other' } });
  if (match[1] === 'num_parameters') sink.learn({ model: { parameters: value } });
}
