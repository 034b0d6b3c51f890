import { metrics } from '../../model/metric';
import { placesOf, valueAt } from './lineRecord';
import type { LineRecord, TextPreset } from './preset';
import { putRecord } from './putRecord';

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
    for (const record of recordsOf(line)) putRecord(line, record, sink);
  },
  record(line) {
    const records = recordsOf(line);
    return records.length === 1 ? records[0] : undefined;
  },
};

type Name = readonly [name: string, metric?: string];

const kinds: readonly { readonly pattern: RegExp; readonly names: readonly Name[] }[] = [
  { pattern: /\[Rank \d+\] step=(\d+), skipped=(\d+), lr=\[([^,\]]{1,40})/d, names: [['skipped', metrics.skippedSteps], ['lr', metrics.learningRate]] },
  { pattern: /global_step=(\d+), RunningAvgSamplesPerSec=([\d.]+)/d, names: [['RunningAvgSamplesPerSec']] },
];

/** More than one where several processes wrote into a line. */
function recordsOf(line: string): LineRecord[] {
  return kinds.flatMap(({ pattern, names }) => {
    const match = pattern.exec(line);
    if (!match) return [];
    const [step, ...places] = placesOf(match, [1, 2, 3]);
    return { counts: [step], values: places.map(({ start, end }, i) => valueAt(start, end, ...names[i])), timed: true, form: 'number' as const };
  });
}
