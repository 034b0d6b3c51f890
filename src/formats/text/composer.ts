import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';

/** Blocks of Composer and llm-foundry: `[batch=1/100]:` and below it `Train loss/train/total: 10.9736`. */
export const composer: TextPreset<ComposerState> = {
  id: 'composer',
  label: 'Composer',
  signature: /^(?:\[metric\]\[batch=\d+\]: \S+: \S+|(?:\[epoch=\d+(?:\/\d+)?\])?\[batch=\d+\/\d+\]:\s*$)/,
  start: () => ({ planned: 0, step: NaN }),
  parse(line, state, sink) {
    const first = line.charCodeAt(0);
    if (first === openingBracket) parseBracket(line, state, sink);
    else if (first === tab || first === space) parseValue(line, state, sink);
  },
};

interface ComposerState extends Progress {
  step: number;
}

const openingBracket = 91;
const tab = 9;
const space = 32;

const block = /^(?:\[epoch=(\d+)(?:\/\d+)?\])?\[batch=(\d+)\/(\d+)\]:?/;
const single = /^\[metric\]\[batch=(\d+)\]: ([^\s:]{1,200}): (\S+)/;

function parseBracket(line: string, state: ComposerState, sink: TextSink): void {
  const start = block.exec(line);
  if (start) return startBlock(start, state, sink);
  const metric = single.exec(line);
  if (!metric) return;
  state.step = +metric[1];
  put(metric[2], metric[3], sink.at(state.step));
}

/** With an epoch before it, the batch is that of the epoch; else that of the whole run. */
function startBlock([, epoch, batch, of]: RegExpExecArray, state: ComposerState, sink: TextSink): void {
  state.step = epoch === undefined ? +batch : (+epoch - 1) * +of + +batch;
  if (epoch === undefined) learnProgress(state, state.step, +of, sink);
}

const value = /^\s+(?:Train |Eval )?([A-Za-z][^\s:]{0,200}(?: [^\s:]{1,60})?): (\S+)\s*$/;

function parseValue(line: string, state: ComposerState, sink: TextSink): void {
  const match = value.exec(line);
  if (match) put(match[1], match[2], sink.at(state.step));
}

function put(name: string, text: string, sink: TextSink): void {
  sink.put(name, parseNumber(text));
}
