import { metrics } from '../../model/metric';
import { countAt, valueAt, type LineValue } from './lineRecord';
import { parseNumber } from './number';
import type { LineRecord, TextPreset } from './preset';
import { learnProgress, type Progress } from './progress';
import { putRecord } from './putRecord';

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
    const record = stepRecord(line, state);
    if (record) putRecord(line, record, sink);
  },
  record: stepRecord,
};

/** `step:2/6200 train_loss:8.6834 train_time:75965ms step_avg:nanms` */
function stepRecord(line: string, state: Progress): LineRecord | undefined {
  const slash = line.indexOf('/');
  let space = line.indexOf(' ', slash);
  if (!line.startsWith('step:') || slash < 6 || space < 0) return undefined;
  const counts = [{ start: 5, end: slash }, { start: slash + 1, end: space }];
  if (counts.some(({ start, end }) => countAt(line, start, end) === undefined)) return undefined;
  const values = [];
  while (space >= 0) {
    const start = space + 1;
    space = line.indexOf(' ', start);
    const value = fieldIn(line, start, space < 0 ? line.length : space);
    if (value) values.push(value);
  }
  return { counts, values, begin: ([step, last], _time, sink) => { learnProgress(state, step, last, sink); } };
}

function fieldIn(line: string, start: number, end: number): LineValue | undefined {
  if (line.startsWith('train_loss:', start)) return valueAt(start + 11, end, 'train_loss', metrics.trainLoss);
  if (line.startsWith('val_loss:', start)) return valueAt(start + 9, end, 'val_loss', metrics.evalLoss);
  if (line.startsWith('train_time:', start)) return timeIn(line, start + 11, end, 'train_time', metrics.elapsed);
  return line.startsWith('step_avg:', start) ? timeIn(line, start + 9, end, 'step_avg', metrics.stepTime) : undefined;
}

/** A time that is known: the first averages are over no steps. */
function timeIn(line: string, start: number, end: number, name: string, metric: string): LineValue | undefined {
  const unit = line.startsWith('ms', end - 2) ? 2 : line.startsWith('s', end - 1) ? 1 : 0;
  const time = unit === 0 ? NaN : parseNumber(line, start, end - unit) ?? NaN;
  return Number.isFinite(time) ? valueAt(start, end - unit, name, metric, unit === 2 ? 1000 : 1) : undefined;
}
