import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import { forEachField } from './pipeFields';
import type { TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';

/** Lines of nanochat (github.com/karpathy/nanochat, MIT): `step 00250/07800 (3.21%) | loss: 0.385672 | lrm: 1.00 | …`. */
export const nanochat: TextPreset<Progress> = {
  id: 'nanochat',
  label: 'nanochat',
  signature: /^(?:step \d+(?:\/\d+)? \([\d.]+%\) \| loss: \S+ \| |Step \d+ \| Validation bpb: )/,
  banner: /^(?:Number of parameters|Total batch size)/,
  start: () => ({ planned: 0 }),
  parse(line, state, sink) {
    if (line.startsWith('step ')) parseStep(line, state, sink);
    else if (line.startsWith('Step ')) parseEvaluation(line, sink);
    else parseBanner(line, sink);
  },
};

const head = /^step (\d+)(?:\/(\d+))? \([\d.]+%\) \|/;

function parseStep(line: string, state: Progress, sink: TextSink): void {
  const match = head.exec(line);
  if (!match) return;
  sink.at(+match[1]);
  if (match[2] !== undefined) learnProgress(state, +match[1], +match[2], sink);
  forEachField(`${line}|`, match[0].length, (name, text, start, end) => putField(name, text.slice(start, end).trim(), sink));
}

function putField(name: string, text: string, sink: TextSink): void {
  if (name === 'eta') return;
  if (name === 'dt') sink.putFinite(name, seconds(text), metrics.stepTime);
  else if (name === 'total time') sink.putFinite(name, seconds(text), metrics.elapsed);
  else sink.put(name, parseNumber(text.split(' ', 1)[0]));
}

function seconds(text: string): number {
  const match = /^([\d.]+)(ms|s|m|h)$/.exec(text);
  return match ? +match[1] * secondsIn[match[2]] : NaN;
}

const secondsIn: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

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
