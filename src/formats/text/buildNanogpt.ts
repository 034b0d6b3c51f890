import { metrics } from '../../model/metric';
import { placesOf, valueAt } from './lineRecord';
import type { LineRecord, TextPreset } from './preset';
import { putRecord } from './putRecord';

/** log.txt of build-nanogpt: `250 val 6.4321`, `250 hella 0.2461`, `251 train 6.398012`. */
export const buildNanogpt: TextPreset = {
  id: 'build-nanogpt',
  label: 'build-nanogpt',
  signature: /^\d+ (?:train|val|hella) (?:\d+\.\d{4,}|nan)$/,
  start: () => ({}),
  parse(line, _state, sink) {
    const record = lineRecord(line);
    if (record) putRecord(line, record, sink);
  },
  record: lineRecord,
};

function lineRecord(line: string): LineRecord | undefined {
  const match = /^(\d+) (train|val|hella) (\S+)$/d.exec(line);
  if (!match) return undefined;
  const [step, { start, end }] = placesOf(match, [1, 3]);
  return { counts: [step], values: [valueAt(start, end, match[2], ofKind.get(match[2]))] };
}

const ofKind = new Map<string, string>([['train', metrics.trainLoss], ['val', metrics.evalLoss]]);
