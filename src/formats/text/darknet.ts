import { metrics } from '../../model/metric';
import { placesOf, valueAt } from './lineRecord';
import type { LineRecord, TextPreset } from './preset';
import { putRecord } from './putRecord';

/** Lines of Darknet: ` 100: 2.345678, 3.456789 avg loss, 0.001000 rate, 1.2 seconds, 6400 images, 12.3 hours left`. */
export const darknet: TextPreset = {
  id: 'darknet',
  label: 'Darknet',
  signature: /^ *\d+: [-\d.a-z]+, [-\d.a-z]+ avg(?: loss)?, [\d.]+ rate, [\d.]+ seconds, \d+ images/,
  start: () => ({}),
  parse(line, _state, sink) {
    const record = lineRecord(line);
    if (record) putRecord(line, record, sink);
  },
  record: lineRecord,
};

function lineRecord(line: string): LineRecord | undefined {
  const match = fields.exec(line);
  if (!match) return undefined;
  const [step, ...places] = placesOf(match, [1, 2, 3, 4, 5, 6]);
  return { counts: [step], values: places.map(({ start, end }, i) => valueAt(start, end, ...names[i])) };
}

const names: readonly (readonly [name: string, metric: string])[] = [
  ['loss', metrics.trainLoss], ['avg loss', 'avg loss'], ['rate', metrics.learningRate], ['seconds', metrics.stepTime], ['images', metrics.samples],
];

const fields = /^ *(\d+): ([-\d.]+|-?nan|-?inf), ([-\d.]+|-?nan|-?inf) avg(?: loss)?, ([\d.]+) rate, ([\d.]+) seconds, (\d+) images/d;
