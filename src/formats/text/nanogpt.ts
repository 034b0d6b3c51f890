import { metrics } from '../../model/metric';
import { nanogptPlan } from '../configs/nanogptPlan';
import { countAt, valueAt } from './lineRecord';
import { numberEnd, parseNumber } from './number';
import { putRecord } from './putRecord';
import type { LineRecord, TextPreset, TextSink } from './preset';

/** Lines of nanoGPT's train.py (github.com/karpathy/nanoGPT, MIT) and of the settings that its configurator prints. */
export const nanogpt: TextPreset<NanogptState> = {
  id: 'nanogpt',
  label: 'nanoGPT',
  signature: /^(?:iter \d+: loss \S+, time [\d.]+ms|step \d+: train loss \S+, val loss \S+|tokens per iteration will be: \d)/,
  banner: /^(?:Overriding: )?[a-z]\w{0,60} = \S|^(?:tokens per iteration will be|number of parameters): /,
  start: () => ({ settings: [], training: false }),
  parse(line, state, sink) {
    if (line.startsWith('iter ')) parseIteration(line, state, sink);
    else if (line.startsWith('step ')) parseEvaluation(line, state, sink);
    else if (!state.training) parseBanner(line, state, sink);
  },
  record: (line, state) => (state.training ? iterationOf(line) : undefined),
};

interface NanogptState {
  readonly settings: [string, string | number][];
  /** The first loss was logged: no more settings follow. */
  training: boolean;
}

/** `iter 110: loss 270.3931, time 1464.67ms, mfu 14.58%`, read by position: these lines are the bulk of a log. */
function iterationOf(line: string): LineRecord | undefined {
  const colon = numberEnd(line, 5);
  if (!line.startsWith('iter ') || countAt(line, 5, colon) === undefined || !line.startsWith(': loss ', colon)) return undefined;
  const comma = numberEnd(line, colon + 7);
  const values = [valueAt(colon + 7, comma, 'loss', metrics.trainLoss)];
  const unit = line.startsWith(', time ', comma) ? line.indexOf('m', comma + 7) : -1;
  if (unit >= 0) values.push(valueAt(comma + 7, unit, 'time', metrics.stepTime, 1000));
  // Before the first estimate, the share is −100 %.
  if (unit >= 0 && line.startsWith(', mfu ', unit + 2) && line[unit + 8] !== '-') values.push(valueAt(unit + 8, numberEnd(line, unit + 8), 'mfu', 'mfu'));
  return { counts: [{ start: 5, end: colon }], values };
}

function parseIteration(line: string, state: NanogptState, sink: TextSink): void {
  const record = iterationOf(line);
  if (!record) return;
  if (!state.training) learnSettings(state, sink);
  putRecord(line, record, sink);
}

const evaluation = /^step (\d+): train loss ([^\s,]+), val loss ([^\s,]+)/;

/** The training loss here is an estimate over many batches, not the loss of the step: it is not mixed with it. */
function parseEvaluation(line: string, state: NanogptState, sink: TextSink): void {
  const match = evaluation.exec(line);
  if (!match) return;
  if (!state.training) learnSettings(state, sink);
  sink.at(+match[1]).put('train loss', parseNumber(match[2]), 'train loss');
  sink.put('val loss', parseNumber(match[3]), metrics.evalLoss);
}

function parseBanner(line: string, state: NanogptState, sink: TextSink): void {
  const banner = /^(tokens per iteration will be|number of parameters): ([\d.,]+[KMB]?)/.exec(line);
  if (banner) return learnBanner(banner[1], parseNumber(banner[2]), sink);
  const setting = /^(?:Overriding: )?([a-z]\w{0,60}) = ([^#]{1,200})/.exec(line);
  if (setting && state.settings.length < mostSettings) state.settings.push([setting[1], settingValue(setting[2].trim())]);
}

const mostSettings = 200;

function learnBanner(name: string, value: number | undefined, sink: TextSink): void {
  if (name === 'number of parameters') sink.learn({ model: { parameters: value } });
  else sink.learn({ plan: { tokensPerStep: value } });
}

function settingValue(text: string): string | number {
  if (/^(['"]).*\1$/.test(text)) return text.slice(1, -1);
  return parseNumber(text) ?? text;
}

/** Later settings override earlier ones: the command line comes after the file. */
function learnSettings(state: NanogptState, sink: TextSink): void {
  state.training = true;
  if (state.settings.length === 0) return;
  sink.learn({ hyperparameters: Object.fromEntries(state.settings), plan: nanogptPlan(new Map(state.settings)) });
}
