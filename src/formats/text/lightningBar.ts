import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';

/** Progress bars of Lightning: `Epoch 3:  50%|█████     | 100/200 [00:10<00:10, 9.8it/s, v_num=0, train_loss=0.5]`. */
export const lightningBar: TextPreset<LightningState> = {
  id: 'lightning-bar',
  label: 'Lightning progress bar',
  signature: /^Epoch \d+: +\d+%\|[^|]{0,200}\| \d+\/\d+ \[[^\]]{0,200}, (?:loss|\w{1,60})=[-\d.naif]/,
  start: () => ({ last: -1 }),
  parse(line, state, sink) {
    if (line.startsWith('Epoch ')) parseBar(line, state, sink);
  },
};

interface LightningState {
  /** Last step that became a point: a bar is drawn several times for one step. */
  last: number;
}

const bar = /^Epoch (\d+): +\d+%\|[^|]{0,400}\| (\d+)\/(\d+) \[([^\]]*)/;

function parseBar(line: string, state: LightningState, sink: TextSink): void {
  const match = bar.exec(line);
  if (!match) return;
  const step = +match[1] * +match[3] + +match[2];
  if (step === state.last) return;
  state.last = step;
  sink.at(step);
  for (const [, name, text] of match[4].matchAll(/, ([a-zA-Z_][\w./]{0,60})=([^,\s\]]{1,30})/g)) {
    if (name !== 'v_num') sink.put(name, parseNumber(text));
  }
}
