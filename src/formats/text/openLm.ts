import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset } from './preset';

/**
 * Lines of open_lm, OpenCLIP and the PyTorch examples: `Train Epoch: 0 [ 1024/60000 (1%)] Loss: 10.9 … LR: 0.0003`.
 * The step counts samples.
 */
export const openLm: TextPreset<OpenLmState> = {
  id: 'open-lm',
  label: 'open_lm',
  signature: /Train Epoch: \d+ \[ *[\d,]+\/[\d,]+ \([\d.]+%\)\]\s+.{0,200}?[Ll]oss: *[-\d.naif]/,
  start: () => ({ samples: 0 }),
  parse(line, state, sink) {
    const match = head.exec(line);
    if (match) {
      const perEpoch = parseNumber(match[3]) ?? 0;
      state.samples = +match[1] * perEpoch + (parseNumber(match[2]) ?? 0);
      sink.at(state.samples);
      for (const [, name, text] of line.slice(match.index + match[0].length).matchAll(pair)) {
        if (times.has(name)) continue;
        sink.put(name, parseNumber(text));
      }
    }
    const test = /^Test set: Average loss: ([\d.]+|nan)/.exec(line);
    if (test) sink.at(state.samples).put('Test set: Average loss', parseNumber(test[1]), metrics.evalLoss);
  },
};

interface OpenLmState {
  samples: number;
}

const head = /Train Epoch: (\d+) \[ *([\d,]+)\/([\d,]+) \([\d.]+%\)\]/;
const pair = /\b([A-Za-z]\w{0,40})(?: \([a-z]\))?: ([-+]?[\d.]+(?:e[-+]?\d+)?|nan|-?inf)\b/g;
const times = new Set(['Data', 'Batch']);
