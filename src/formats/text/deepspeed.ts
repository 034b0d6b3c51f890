import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import type { TextPreset } from './preset';
import { wallTime } from './wallTime';

/**
 * Lines that DeepSpeed prints among those of the training script: learning rate, skipped steps and throughput, no
 * loss. Whatever else the log holds supersedes them.
 */
export const deepspeed: TextPreset = {
  id: 'deepspeed',
  label: 'DeepSpeed',
  signature: /\[Rank \d+\] step=\d+, skipped=\d+, lr=\[/,
  weak: true,
  start: () => ({}),
  parse(line, _state, sink) {
    const step = /\[Rank \d+\] step=(\d+), skipped=(\d+), lr=\[([^,\]]{1,40})/.exec(line);
    if (step) sink.at(+step[1], wallTime(line)).put('skipped', +step[2], metrics.skippedSteps).put('lr', parseNumber(step[3]), metrics.learningRate);
    const speed = /global_step=(\d+), RunningAvgSamplesPerSec=([\d.]+)/.exec(line);
    if (speed) sink.at(+speed[1], wallTime(line)).put('RunningAvgSamplesPerSec', +speed[2]);
  },
};
