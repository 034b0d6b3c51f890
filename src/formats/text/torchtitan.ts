import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';
import { wallTime } from './wallTime';

/** Console lines of torchtitan: `step:  1  loss: 12.4153  grad_norm:  8.2782  memory: …  tps: 945`. */
export const torchtitan: TextPreset<Progress> = {
  id: 'torchtitan',
  label: 'torchtitan',
  signature: /\bstep: *\d+(?:\/\d+ = [\d.]+%)? +(?:[\w ]{1,30}: *\S{1,30} +)?loss: *\S{1,30} +(?:[\w ]{1,30}: *\S{1,30} +){0,3}(?:grad_norm|memory|tps|mfu):/,
  banner: /total steps \d|[\d,]+ total parameters/,
  start: () => ({ planned: 0 }),
  parse(line, state, sink) {
    const at = line.indexOf('step:');
    if (at >= 0) parseStep(line, at, state, sink);
    else if (line.includes('total steps ') || line.includes('total parameters')) parseBanner(line, sink);
    else if (line.includes('Training completed')) sink.learn({ ended: 'the log says "Training completed"' });
  },
};

const stepField = /^step: *(\d+)(?: *\/ *(\d+))?/;

function parseStep(line: string, at: number, state: Progress, sink: TextSink): void {
  const match = stepField.exec(line.slice(at));
  if (!match) return;
  const validation = line.startsWith('validate ', at - 9);
  sink.at(+match[1], wallTime(line));
  if (match[2] !== undefined) learnProgress(state, +match[1], +match[2], sink);
  field.lastIndex = at + match[0].length;
  for (let pair = field.exec(line); pair; pair = field.exec(line)) {
    const [name, value] = [pair[1], parseNumber(pair[2])];
    if (validation) sink.put(`validate ${name}`, value, name === 'loss' ? metrics.evalLoss : `validate ${name}`);
    else sink.put(name, value);
  }
}

/** Memory is followed by its unit and a share: `87.87GiB(62.89%)`. */
const field = /([a-z]\w{0,40}): *([-+\d.,naif]+(?:e[-+]?\d+)?)/gi;

function parseBanner(line: string, sink: TextSink): void {
  const plan = /total steps (\d+)(?: \(warmup (\d+)\))?/.exec(line);
  if (plan) sink.learn({ plan: { maxSteps: +plan[1], warmupSteps: plan[2] === undefined ? undefined : +plan[2] } });
  const size = /([\d,]+) total parameters/.exec(line);
  if (size) sink.learn({ model: { parameters: parseNumber(size[1]) } });
}
