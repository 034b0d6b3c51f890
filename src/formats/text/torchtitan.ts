import { metrics } from '../../model/metric';
import { valueAt } from './lineRecord';
import { parseNumber } from './number';
import type { LineRecord, TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';
import { putRecord } from './putRecord';

/** Console lines of torchtitan: `step:  1  loss: 12.4153  grad_norm:  8.2782  memory: …  tps: 945`. */
export const torchtitan: TextPreset<Progress> = {
  id: 'torchtitan',
  label: 'torchtitan',
  signature: /\bstep: *\d+(?:\/\d+ = [\d.]+%)? +(?:[\w ]{1,30}: *\S{1,30} +)?loss: *\S{1,30} +(?:[\w ]{1,30}: *\S{1,30} +){0,3}(?:grad_norm|memory|tps|mfu):/,
  banner: /total steps \d|[\d,]+ total parameters/,
  start: () => ({ planned: 0 }),
  parse(line, state, sink) {
    const record = stepRecord(line, state);
    if (record) putRecord(line, record, sink);
    else if (line.includes('total steps ') || line.includes('total parameters')) parseBanner(line, sink);
    else if (line.includes('Training completed')) sink.learn({ ended: 'the log says "Training completed"' });
  },
  record: stepRecord,
};

const stepField = /^step: *(\d+)(?: *\/ *(\d+))?/;
/** Memory is followed by its unit and a share: `87.87GiB(62.89%)`. */
const field = /([a-z]\w{0,40}): *([-+\d.,naif]+(?:e[-+]?\d+)?)/gi;

function stepRecord(line: string, state: Progress): LineRecord | undefined {
  const at = line.indexOf('step:');
  const match = at < 0 ? null : stepField.exec(line.slice(at));
  if (!match) return undefined;
  const validation = line.startsWith('validate ', at - 9);
  const end = at + match[0].length;
  const start = at + match[0].search(/\d/);
  const values = [];
  field.lastIndex = end;
  for (let pair = field.exec(line); pair; pair = field.exec(line)) {
    const name = pair[1];
    const place = [field.lastIndex - pair[2].length, field.lastIndex] as const;
    values.push(validation ? valueAt(...place, `validate ${name}`, name === 'loss' ? metrics.evalLoss : `validate ${name}`) : valueAt(...place, name));
  }
  const counts = [{ start, end: start + match[1].length }];
  if (match[2] !== undefined) counts.push({ start: end - match[2].length, end });
  return { counts, values, timed: true, begin: ([step, of], _time, sink) => { learnProgress(state, step, of, sink); } };
}

function parseBanner(line: string, sink: TextSink): void {
  const plan = /total steps (\d+)(?: \(warmup (\d+)\))?/.exec(line);
  if (plan) sink.learn({ plan: { maxSteps: +plan[1], warmupSteps: plan[2] === undefined ? undefined : +plan[2] } });
  const size = /([\d,]+) total parameters/.exec(line);
  if (size) sink.learn({ model: { parameters: parseNumber(size[1]) } });
}
