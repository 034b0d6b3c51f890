import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset } from './preset';

/** log.txt of build-nanogpt: `250 val 6.4321`, `250 hella 0.2461`, `251 train 6.398012`. */
export const buildNanogpt: TextPreset = {
  id: 'build-nanogpt',
  label: 'build-nanogpt',
  signature: /^\d+ (?:train|val|hella) (?:\d+\.\d{4,}|nan)$/,
  start: () => ({}),
  parse(line, _state, sink) {
    const match = /^(\d+) (train|val|hella) (\S+)$/.exec(line);
    if (match) sink.at(+match[1]).put(match[2], parseNumber(match[3]), ofKind.get(match[2]));
  },
};

const ofKind = new Map<string, string>([['train', metrics.trainLoss], ['val', metrics.evalLoss]]);
