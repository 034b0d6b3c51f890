import { abridged, formatNumber, formatStep } from '../../model/format';
import type { Run } from '../../model/run';
import type { Command } from '../command';
import { jsonOption, toJson } from '../command';
import { reportRun } from '../reportRun';
import { describeRun, withRuns } from '../withRuns';

/** `plateau runs`: what was found. */
export const runs: Command = {
  name: 'runs',
  usage: 'PATH…  what was found: runs, their files, series and plans',
  options: { json: jsonOption },
  run: (invocation, around) => withRuns(invocation, around, (found) => ({
    text: invocation.options.has('json') ? toJson({ runs: found.map(describeRun) }) : found.map(report).join('\n'),
    status: 0,
  })),
};

function report(run: Run): string {
  const plan = Object.entries(run.plan).filter(([, value]) => value !== undefined).map(([key, value]) => `${key} ${typeof value === 'number' ? formatNumber(value) : value}`);
  return reportRun(run, run.statusReason, [
    ...run.sources.map(({ path }) => `  file: ${path}`),
    `  plan: ${plan.join(', ') || 'none is known'}`,
    `  series (points): ${abridged(run.series.map(({ metric, length }) => `${metric} (${formatStep(length)})`)) || 'none'}`,
  ]);
}
