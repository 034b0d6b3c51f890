import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';

/**
 * Logs of modded-nanogpt (github.com/KellerJordan/modded-nanogpt, MIT). They begin with the source code of the
 * training script, which holds the format strings of the lines but no numbers in them.
 */
export const moddedNanogpt: TextPreset<Progress> = {
  id: 'modded-nanogpt',
  label: 'modded-nanogpt',
  signature: /^step:\d+\/\d+ .{0,300}?train_time:[\d.]+m?s\b/,
  head: /^\s*(?:import os\s+)?import sys\s+with open\(sys\.argv\[0\]\) as f:\s+code = f\.read\(\)/,
  start: () => ({ planned: 0 }),
  parse(line, state, sink) {
    if (line.startsWith('step:')) parseStep(line, state, sink);
  },
};

/** `step:2/6200 train_loss:8.6834 train_time:75965ms step_avg:nanms` */
function parseStep(line: string, state: Progress, sink: TextSink): void {
  const slash = line.indexOf('/');
  let space = line.indexOf(' ', slash);
  const step = slash < 6 ? undefined : parseNumber(line, 5, slash);
  const last = space < 0 ? undefined : parseNumber(line, slash + 1, space);
  if (step === undefined || last === undefined || !Number.isInteger(step) || !Number.isInteger(last)) return;
  learnProgress(state, step, last, sink.at(step));
  while (space >= 0) {
    const start = space + 1;
    space = line.indexOf(' ', start);
    parseField(line, start, space < 0 ? line.length : space, sink);
  }
}

function parseField(line: string, start: number, end: number, sink: TextSink): void {
  if (line.startsWith('train_loss:', start)) sink.put('train_loss', parseNumber(line, start + 11, end), metrics.trainLoss);
  else if (line.startsWith('val_loss:', start)) sink.put('val_loss', parseNumber(line, start + 9, end), metrics.evalLoss);
  else if (line.startsWith('train_time:', start)) sink.putFinite('train_time', seconds(line, start + 11, end), metrics.elapsed);
  else if (line.startsWith('step_avg:', start)) sink.putFinite('step_avg', seconds(line, start + 9, end), metrics.stepTime);
}

function seconds(line: string, start: number, end: number): number {
  if (line.startsWith('ms', end - 2)) return (parseNumber(line, start, end - 2) ?? NaN) / 1000;
  return line.startsWith('s', end - 1) ? parseNumber(line, start, end - 1) ?? NaN : NaN;
}
