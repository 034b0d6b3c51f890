import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';
import { wallTime } from './wallTime';

/** Blocks of OLMo and OLMo-core: `[step=300/2385,epoch=1,eta=…]` and below it `    train/CE loss=8.871`. */
export const olmo: TextPreset<OlmoState> = {
  id: 'olmo',
  label: 'OLMo',
  signature: /\[step=\d+\/\d+(?:,|\])/,
  start: () => ({ planned: 0, step: NaN, time: NaN }),
  parse(line, state, sink) {
    const at = line.indexOf('[step=');
    if (at >= 0) startBlock(line, at, state, sink);
    else if (line.startsWith('    ')) parseValue(line, state, sink);
  },
};

interface OlmoState extends Progress {
  step: number;
  time: number;
}

function startBlock(line: string, at: number, state: OlmoState, sink: TextSink): void {
  const match = /^\[step=(\d+)\/(\d+)/.exec(line.slice(at));
  if (!match) return;
  state.step = +match[1];
  state.time = wallTime(line.slice(0, at));
  learnProgress(state, state.step, +match[2], sink);
}

const value = /^ {4,}([A-Za-z][^=]{0,200})=(\S+)\s*$/;

function parseValue(line: string, state: OlmoState, sink: TextSink): void {
  const match = value.exec(line);
  if (!match) return;
  const name = match[1];
  sink.at(state.step, state.time).put(name, parseNumber(match[2]), olderNames.get(name));
}

const olderNames = new Map([
  ['train/CrossEntropyLoss', metrics.trainLoss],
  ['optim/learning_rate_group0', metrics.learningRate],
]);
