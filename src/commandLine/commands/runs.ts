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
    text: invocation.options.has('json') ? toJson({ runs: found.map(describeRun) }) : found.map((run) => reportRun(run)).join('\n'),
    status: 0,
  })),
};
