import { replayRun } from '../analyzers/replay';
import { analyseRun, findingsAcross } from '../engine/analyseRun';
import { summariseSeries } from '../engine/summarise';
import { byUrgency } from '../model/finding';
import type { Finding } from '../model/finding';
import type { Run } from '../model/run';
import { lastStep } from '../model/run';
import type { Arguments } from './parseArguments';
import { reportRun } from './reportRun';

/** What a command prints and its exit status: 0 all is well, 2 something says stop, 1 it could not run. */
export interface Outcome {
  readonly text: string;
  readonly status: 0 | 1 | 2;
}

export function runCommand({ command, json, csv, compare, metric, settings }: Arguments, runs: readonly Run[]): Outcome {
  switch (command) {
    case 'runs': return { text: json ? toJson(runs.map(describe)) : runs.map((run) => reportRun(run)).join('\n'), status: 0 };
    case 'check': return check(runs, json, settings);
    case 'replay': return { text: replay(runs, json, compare, settings), status: 0 };
    case 'series': return series(runs, metric, csv);
  }
}

function check(runs: readonly Run[], json: boolean, settings: Arguments['settings']): Outcome {
  const across = findingsAcross(runs, settings);
  const judged = runs.map((run) => ({ run, ...analyseRun(run, settings, across.filter((finding) => finding.run === run.id), Date.now()) }));
  const status = judged.some(({ findings }) => findings.some(({ level }) => level === 'stop')) ? 2 : 0;
  if (!json) return { text: judged.map(({ run, findings, verdict }) => reportRun(run, verdict, findings)).join('\n'), status };
  return { text: toJson(judged.map(({ run, findings, verdict }) => ({ ...describe(run), verdict, findings: [...findings].sort(byUrgency).map(published) }))), status };
}

function replay(runs: readonly Run[], json: boolean, compare: boolean, settings: Arguments['settings']): string {
  const replays = runs.map((run) => {
    const { events, stop, others } = replayRun(run, settings);
    return { id: run.id, name: run.name, events, stop, ...(compare ? { others } : {}) };
  });
  if (json) return toJson(replays);
  return replays.map(({ name, events, stop, others }) => [
    `${name}: ${stop ? `stopped at step ${stop.step} by ${stop.rule}: saves ${(stop.saved * 100).toFixed(0)} %, ${stop.regret.toPrecision(3)} worse than its best` : 'not stopped'}`,
    ...events.map(({ step, rule, level }) => `  step ${step}: ${level} ${rule}`),
    ...(others ?? []).map((other) => `  ${other.name}: ${other.step === null ? 'does not stop' : `stops at step ${other.step}, saves ${(other.saved * 100).toFixed(0)} %, regret ${other.regret.toPrecision(3)}`}`),
  ].join('\n')).join('\n');
}

function series(runs: readonly Run[], metric: string, csv: boolean): Outcome {
  const found = runs.flatMap((run) => {
    const one = run.series.find((candidate) => candidate.metric === metric || candidate.original === metric);
    return one ? [{ run, one }] : [];
  });
  if (found.length === 0) return { text: `No run has a metric ${metric}; there are ${[...new Set(runs.flatMap((run) => run.series.map((one) => one.metric)))].join(', ') || 'no runs'}.`, status: 1 };
  if (!csv) {
    return { text: toJson(found.map(({ run, one }) => ({ id: run.id, name: run.name, metric: one.metric, original: one.original, steps: [...one.steps], values: [...one.values] }))), status: 0 };
  }
  const withRun = found.length > 1;
  const rows = found.flatMap(({ run, one }) => Array.from(one.steps, (step, i) => `${withRun ? `${quoted(run.name)},` : ''}${step},${one.values[i]}`));
  return { text: [`${withRun ? 'run,' : ''}step,value`, ...rows].join('\n'), status: 0 };
}

function describe(run: Run) {
  const first = run.series.reduce((least, one) => (one.length > 0 ? Math.min(least, one.steps[0]) : least), Infinity);
  const paths = run.sources.map(({ path }) => path);
  return {
    id: run.id, name: run.name, sources: run.sources, status: run.status, statusReason: run.statusReason,
    firstStep: first, lastStep: lastStep(run), plan: run.plan,
    series: run.series.map((one) => summariseSeries(one, paths.length === 1 ? paths[0] : '')),
    skippedRecords: run.skippedRecords,
  };
}

function published({ rule, level, since, headline, evidence, advice }: Finding) {
  return { rule, level, since, headline, evidence, advice };
}

function toJson(runs: readonly unknown[]): string {
  return JSON.stringify({ runs }, null, 1);
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
