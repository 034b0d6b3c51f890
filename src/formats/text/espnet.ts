import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';
import { wallTime } from './wallTime';

/** Lines of ESPnet: `1/30epoch started`, `1epoch:train:1-90batch: loss=80.8, …` and `1epoch results: [train] …, [valid] loss=…`. */
export const espnet: TextPreset<EspnetState> = {
  id: 'espnet',
  label: 'ESPnet',
  signature: /INFO: \d+epoch:train:\d+-\d+batch: \w/,
  banner: /INFO: \d+\/\d+epoch started/,
  start: () => ({ epoch: 1, before: 0, batch: 0, epochs: 0 }),
  parse(line, state, sink) {
    const info = /INFO: (?:(\d+)\/(\d+)epoch started|(\d+)epoch:train:\d+-(\d+)batch: |(\d+)epoch results: )/.exec(line);
    if (!info) return;
    const rest = line.slice(info.index + info[0].length);
    if (info[1] !== undefined) Object.assign(state, { epochs: +info[2] });
    else if (info[3] !== undefined) takeBatches(+info[3], +info[4], rest, wallTime(line), state, sink);
    else takeResults(+info[5], rest, wallTime(line), state, sink);
  },
};

interface EspnetState {
  epoch: number;
  /** Batches of the epochs before. */
  before: number;
  batch: number;
  epochs: number;
}

function takeBatches(epoch: number, batch: number, text: string, time: number, state: EspnetState, sink: TextSink): void {
  if (epoch !== state.epoch) Object.assign(state, { before: state.before + state.batch, epoch });
  state.batch = batch;
  sink.at(state.before + batch, time);
  put(text, '', sink);
}

function takeResults(epoch: number, text: string, time: number, state: EspnetState, sink: TextSink): void {
  if (state.epochs > 0) sink.learn({ plan: { maxEpochs: state.epochs } });
  sink.at(state.before + state.batch, time);
  const [, valid] = text.split('[valid] ');
  put((valid ?? '').split(' [')[0], 'valid_', sink);
  if (state.epochs > 0 && epoch >= state.epochs) sink.learn({ ended: `reached epoch ${epoch} of ${state.epochs}` });
}

function put(text: string, prefix: string, sink: TextSink): void {
  for (const [, name, value] of text.matchAll(/([a-z]\w{0,60})=(-?[\d.]+(?:e[-+]?\d+)?|nan|-?inf)(?=,|\s|$)/gi)) {
    if (!/(?:^|_)(?:time|count)$|^gpu_/.test(name)) sink.put(prefix + name, parseNumber(value), name.startsWith('optim0_lr') ? metrics.learningRate : undefined);
  }
}
