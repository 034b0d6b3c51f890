import { metrics } from '../../model/metric';
import { namedValue, placesOf } from './lineRecord';
import { parseNumber } from './number';
import type { LineRecord, TextPreset } from './preset';
import { putRecord } from './putRecord';

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
    const record = lineRecord(line, state);
    if (record) putRecord(line, record, sink);
    const test = /^Test set: Average loss: ([\d.]+|nan)/.exec(line);
    if (test) sink.at(state.samples).put('Test set: Average loss', parseNumber(test[1]), metrics.evalLoss);
  },
  record: lineRecord,
};

interface OpenLmState {
  samples: number;
}

const head = /Train Epoch: (\d+) \[ *([\d,]+)\/([\d,]+) \([\d.]+%\)\]/d;
const pair = /\b([A-Za-z]\w{0,40})(?: \([a-z]\))?: ([-+]?[\d.]+(?:e[-+]?\d+)?|nan|-?inf)\b/dg;
const times = new Set(['Data', 'Batch']);

function lineRecord(line: string, state: OpenLmState): LineRecord | undefined {
  const match = head.exec(line);
  if (!match) return undefined;
  const behind = match.index + match[0].length;
  const values = [...line.slice(behind).matchAll(pair)].flatMap((found) => {
    const [name, value] = placesOf(found, [1, 2]).map(({ start, end }) => ({ start: start + behind, end: end + behind }));
    return times.has(found[1]) || parseNumber(found[2]) === undefined ? [] : [namedValue(value, name, line)];
  });
  return {
    counts: placesOf(match, [1, 2, 3]), values,
    take([epoch, samples, perEpoch], numbers, _time, sink) {
      state.samples = epoch * perEpoch + samples;
      sink.at(state.samples).putEach(values, numbers);
    },
  };
}
