import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';
import { wallTime } from './wallTime';

/** Lines of mmengine: `… - mmengine - INFO - Epoch(train)   [1][1/6]  lr: 4.0e-08  eta: 4:59:11  loss: 0.421912`. */
export const mmengine: TextPreset<MmengineState> = {
  id: 'mmengine',
  label: 'mmengine',
  signature: / - mmengine - INFO - (?:Epoch|Iter)\((?:train|val)\) +\[/,
  start: () => ({ step: 0 }),
  parse(line, state, sink) {
    const match = head.exec(line);
    if (!match) return;
    if (match[2] === 'train') state.step = stepOf(match);
    if (match[1] === 'Iter' && match[2] === 'train') sink.learn({ plan: { maxSteps: +match[5] } });
    sink.at(state.step, wallTime(line));
    putFields(line.slice(match.index + match[0].length), match[2] === 'val', sink);
  },
};

interface MmengineState {
  step: number;
}

const head = /(Epoch|Iter)\((train|val)\) +(?:\[ *(\d+)\])?\[ *(\d+)\/(\d+)\]/;

function stepOf([, kind, , epoch, iteration, of]: RegExpExecArray): number {
  return kind === 'Iter' || epoch === undefined ? +iteration : (+epoch - 1) * +of + +iteration;
}

function putFields(text: string, validation: boolean, sink: TextSink): void {
  for (const [, name, value] of text.matchAll(/([A-Za-z][\w./]{0,60}): +([-+\d.e]+|nan|-?inf)(?=\s|$)/g)) {
    if (name === 'time' && !validation) sink.put(name, parseNumber(value), metrics.stepTime);
    else if (!validation) sink.put(name, parseNumber(value));
    else if (name !== 'time' && name !== 'data_time') sink.put(`val/${name}`, parseNumber(value));
  }
}
