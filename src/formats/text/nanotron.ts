import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import { forEachField } from './pipeFields';
import type { TextPreset } from './preset';
import { learnProgress, type Progress } from './progress';
import { wallTime } from './wallTime';

/** Lines of nanotron: `iteration: 10 / 100 | consumed_tokens: 2.56K | … | lm_loss: 11.2 | lr: 0.00015`. */
export const nanotron: TextPreset<Progress> = {
  id: 'nanotron',
  label: 'nanotron',
  signature: /\biteration: \d+ \/ \d+ \| \w{1,60}: /,
  start: () => ({ planned: 0 }),
  parse(line, state, sink) {
    const at = line.indexOf('iteration: ');
    const match = at < 0 ? null : /^iteration: (\d+) \/ (\d+) \|/.exec(line.slice(at, at + 80));
    if (!match) return;
    learnProgress(state, +match[1], +match[2], sink);
    sink.at(+match[1], wallTime(line));
    forEachField(`${line}|`, at + match[0].length, (name, text, start, end) => {
      const value = parseNumber(text, start, end);
      if (name === 'time_per_iteration_ms') sink.put(name, value === undefined ? undefined : value / 1000, metrics.stepTime);
      else sink.put(name, value);
    });
  },
};
