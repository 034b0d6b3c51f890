import { metrics } from '../../model/metric';
import { trimmedValue, valueAt, type LineValue } from './lineRecord';
import { parseNumber } from './number';
import { forEachField } from './pipeFields';
import type { LineRecord, TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';
import { putRecord } from './putRecord';

/** Lines of nanochat (github.com/karpathy/nanochat, MIT): `step 00250/07800 (3.21%) | loss: 0.385672 | lrm: 1.00 | …`. */
export const nanochat: TextPreset<Progress> = {
  id: 'nanochat',
  label: 'nanochat',
  signature: /^(?:step \d+(?:\/\d+)? \([\d.]+%\) \| loss: \S+ \| |Step \d+ \| Validation bpb: )/,
  banner: /^(?:Number of parameters|Total batch size)/,
  start: () => ({ planned: 0 }),
  parse(line, state, sink) {
    const record = stepRecord(line, state);
    if (record) putRecord(line, record, sink);
    else if (line.startsWith('Step ')) parseEvaluation(line, sink);
    else parseBanner(line, sink);
  },
  record: stepRecord,
};

const head = /^step (\d+)(?:\/(\d+))? \([\d.]+%\) \|/;

function stepRecord(line: string, state: Progress): LineRecord | undefined {
  const match = head.exec(line);
  if (!match) return undefined;
  const [first, behind] = ['step '.length, 'step '.length + match[1].length];
  const counts = [{ start: first, end: behind }, ...(match[2] === undefined ? [] : [{ start: behind + 1, end: behind + 1 + match[2].length }])];
  const values: LineValue[] = [];
  forEachField(`${line}|`, match[0].length, (name, text, start, end) => { values.push(...fieldIn(text, start, end, name)); });
  return { counts, values, form: 'number', begin: ([step, of], _time, sink) => { learnProgress(state, step, of, sink); } };
}

/** The first word of a field; of times, those with a unit. */
function fieldIn(line: string, start: number, end: number, name: string): LineValue[] {
  if (name === 'eta') return [];
  const { start: first, end: last } = trimmedValue(line, start, end, name);
  const metric = timeMetrics.get(name);
  if (metric === undefined) return [valueAt(first, first + line.slice(first, last).split(' ', 1)[0].length, name)];
  const time = /^([-\d.]+(?:[eE][-+]?\d+)?)(ms|s|m|h)$/.exec(line.slice(first, last));
  return time && Number.isFinite(+time[1]) ? [valueAt(first, first + time[1].length, name, metric, time[2] === 'ms' ? 1000 : 1, secondsIn[time[2]])] : [];
}

const timeMetrics = new Map<string, string>([['dt', metrics.stepTime], ['total time', metrics.elapsed]]);
const secondsIn: Readonly<Record<string, number>> = { ms: 1, s: 1, m: 60, h: 3600 };

function parseEvaluation(line: string, sink: TextSink): void {
  const match = /^Step (\d+) \| (Validation bpb|CORE metric|Validation loss): (\S+)/.exec(line);
  if (match) sink.at(+match[1]).put(match[2], parseNumber(match[3]));
}

function parseBanner(line: string, sink: TextSink): void {
  const match = /^(Number of parameters|Total batch size|Gradient accumulation steps):? ([\d,]+)/i.exec(line);
  const value = match ? parseNumber(match[2]) : undefined;
  if (!match || value === undefined) return;
  if (match[1] === 'Number of parameters') sink.learn({ model: { parameters: value } });
  else if (match[1] === 'Total batch size') sink.learn({ plan: { tokensPerStep: value } });
}
