import type { Run } from '../../model/run';
import type { Command, Outcome } from '../command';
import { failed, toJson } from '../command';
import { withRuns } from '../withRuns';

/** `plateau series`: the points of one metric. */
export const series: Command = {
  name: 'series',
  usage: 'PATH --metric loss/train  the points of one metric',
  options: { metric: { value: 'NAME', help: 'canonical name, or the name in the log' }, csv: { help: 'step,value' }, json: { help: 'machine-readable, as without --csv' } },
  problemOf: ({ options }) => ((options.get('metric') ?? '') === '' ? 'Say which metric: plateau series PATH --metric loss/train.' : undefined),
  run: (invocation, around) => withRuns(invocation, around, (runs) => points(runs, invocation.options.get('metric') ?? '', invocation.options.has('csv'))),
};

function points(runs: readonly Run[], metric: string, csv: boolean): Outcome {
  const found = runs.flatMap((run) => {
    const one = run.series.find((candidate) => candidate.metric === metric || candidate.original === metric);
    return one ? [{ run, one }] : [];
  });
  if (found.length === 0) return failed(`No run has a metric ${metric}; there are ${[...new Set(runs.flatMap((run) => run.series.map((one) => one.metric)))].join(', ') || 'no runs'}.`);
  if (!csv) return { text: toJson({ runs: found.map(({ run, one }) => ({ id: run.id, name: run.name, metric: one.metric, original: one.original, steps: [...one.steps], values: [...one.values] })) }), status: 0 };
  const withRun = found.length > 1;
  const rows = found.flatMap(({ run, one }) => Array.from(one.steps, (step, i) => `${withRun ? `${quoted(run.name)},` : ''}${step},${one.values[i]}`));
  return { text: [`${withRun ? 'run,' : ''}step,value`, ...rows].join('\n'), status: 0 };
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
