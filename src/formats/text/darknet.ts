import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset } from './preset';

/** Lines of Darknet: ` 100: 2.345678, 3.456789 avg loss, 0.001000 rate, 1.2 seconds, 6400 images, 12.3 hours left`. */
export const darknet: TextPreset = {
  id: 'darknet',
  label: 'Darknet',
  signature: /^ *\d+: [-\d.a-z]+, [-\d.a-z]+ avg(?: loss)?, [\d.]+ rate, [\d.]+ seconds, \d+ images/,
  start: () => ({}),
  parse(line, _state, sink) {
    const match = record.exec(line);
    if (!match) return;
    const [, step, loss, average, rate, seconds, images] = match;
    sink.at(+step).put('loss', parseNumber(loss), metrics.trainLoss).put('avg loss', parseNumber(average), 'avg loss');
    sink.put('rate', parseNumber(rate), metrics.learningRate).put('seconds', parseNumber(seconds), metrics.stepTime).put('images', parseNumber(images), metrics.samples);
  },
};

const record = /^ *(\d+): ([-\d.]+|-?nan|-?inf), ([-\d.]+|-?nan|-?inf) avg(?: loss)?, ([\d.]+) rate, ([\d.]+) seconds, (\d+) images/;
