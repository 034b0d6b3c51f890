import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';

/**
 * Progress bars of Keras. A bar shows means over the epoch so far, so that only its last drawing in an epoch is a
 * point; the step is the epoch.
 */
export const kerasBar: TextPreset<KerasState> = {
  id: 'keras',
  label: 'Keras progress bar',
  signature: /^ *\d+\/\d+ (?:\[[=>. -]{5,}\]|[━╸╺ ]{5,})[^\r]{0,60}? - (?:[a-z]\w{0,40}: |\d+m?s)/,
  banner: /^Epoch \d+\/\d+\s*$/,
  start: () => ({ epoch: 0, epochs: 0 }),
  parse(line, state, sink) {
    if (line.startsWith('Epoch ')) parseEpoch(line, state, sink);
    else parseBar(line, state, sink);
  },
};

interface KerasState {
  epoch: number;
  epochs: number;
}

function parseEpoch(line: string, state: KerasState, sink: TextSink): void {
  const match = /^Epoch (\d+)\/(\d+)\s*$/.exec(line);
  if (!match) return;
  if (state.epochs !== +match[2]) sink.learn({ plan: { maxEpochs: +match[2], maxSteps: +match[2] } });
  Object.assign(state, { epoch: +match[1], epochs: +match[2] });
}

const bar = /^ *(\d+)\/(\d+) (?:\[[=>. -]{5,200}\]|[━╸╺ ]{5,200})(.*)$/;

function parseBar(line: string, state: KerasState, sink: TextSink): void {
  const match = bar.exec(line);
  if (!match || match[1] !== match[2] || match[3].includes('ETA:')) return;
  sink.at(state.epoch);
  for (const [, name, text] of match[3].matchAll(/ - ([a-zA-Z]\w{0,60}): (\S{1,30})/g)) {
    sink.put(name, parseNumber(text), name === 'loss' ? metrics.trainLossEpoch : undefined);
  }
  if (state.epochs > 0 && state.epoch >= state.epochs && match[3].includes(': ')) sink.learn({ ended: `reached epoch ${state.epoch} of ${state.epochs}` });
}
