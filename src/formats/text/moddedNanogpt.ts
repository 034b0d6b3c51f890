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

function parseStep(line: string, state: Progress, sink: TextSink): void {
  const slash = line.indexOf('/');
  const space = line.indexOf(' ', slash);
  const step = +line.slice(5, slash);
  const last = +line.slice(slash + 1, space);
  if (slash < 6 || space < 0 || !Number.isInteger(step) || !Number.isInteger(last)) return;
  sink.at(step);
  learnProgress(state, step, last, sink);
  for (const field of line.slice(space + 1).split(' ')) parseField(field, sink);
}

function parseField(field: string, sink: TextSink): void {
  const colon = field.indexOf(':');
  const name = field.slice(0, colon);
  const text = field.slice(colon + 1);
  if (name === 'train_loss' || name === 'val_loss') sink.put(name, parseNumber(text));
  else if (name === 'train_time') sink.putFinite(name, seconds(text), metrics.elapsed);
  else if (name === 'step_avg') sink.putFinite(name, seconds(text), metrics.stepTime);
}

function seconds(text: string): number {
  if (text.endsWith('ms')) return +text.slice(0, -2) / 1000;
  return text.endsWith('s') ? +text.slice(0, -1) : NaN;
}
