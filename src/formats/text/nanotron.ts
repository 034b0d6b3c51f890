import { metrics } from '../../model/metric';
import { trimmedValue, type LineValue } from './lineRecord';
import { forEachField } from './pipeFields';
import type { LineRecord, TextPreset } from './preset';
import { learnProgress, type Progress } from './progress';
import { putRecord } from './putRecord';

/** Lines of nanotron: `iteration: 10 / 100 | consumed_tokens: 2.56K | … | lm_loss: 11.2 | lr: 0.00015`. */
export const nanotron: TextPreset<Progress> = {
  id: 'nanotron',
  label: 'nanotron',
  signature: /\biteration: \d+ \/ \d+ \| \w{1,60}: /,
  start: () => ({ planned: 0 }),
  parse(line, state, sink) {
    const record = iterationRecord(line, state);
    if (record) putRecord(line, record, sink);
  },
  record: iterationRecord,
};

function iterationRecord(line: string, state: Progress): LineRecord | undefined {
  const at = line.indexOf('iteration: ');
  const match = at < 0 ? null : /^iteration: (\d+) \/ (\d+) \|/.exec(line.slice(at, at + 80));
  if (!match) return undefined;
  const [first, behind] = [at + 'iteration: '.length, at + match[0].length];
  const counts = [{ start: first, end: first + match[1].length }, { start: behind - 2 - match[2].length, end: behind - 2 }];
  const values: LineValue[] = [];
  forEachField(`${line}|`, behind, (name, text, start, end) => {
    values.push(name === 'time_per_iteration_ms' ? trimmedValue(text, start, end, name, metrics.stepTime, 1000) : trimmedValue(text, start, end, name));
  });
  return { counts, values, timed: true, form: 'number', begin: ([step, of], _time, sink) => { learnProgress(state, step, of, sink); } };
}
