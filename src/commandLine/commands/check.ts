import { analyseRun, findingsAcross } from '../../engine/analyseRun';
import { evidenceText } from '../../model/evidenceText';
import { byUrgency, type Finding } from '../../model/finding';
import { formatStep } from '../../model/format';
import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import type { Command } from '../command';
import { jsonOption, toJson } from '../command';
import { reportRun } from '../reportRun';
import { describeFinding, describeRun, withRuns } from '../withRuns';

/** `plateau check`: what is to be said about each run. */
export const check: Command = {
  name: 'check',
  usage: 'PATH…  what is to be said about each run; exit status 2 when one should stop',
  options: { json: jsonOption },
  run: (invocation, around) => withRuns(invocation, around, (runs) => {
    const judged = judge(runs, invocation.settings, around.now);
    return {
      text: invocation.options.has('json') ? toJson({ runs: judged.map(describeJudged) }) : judged.map(report).join('\n'),
      status: judged.some(({ findings }) => findings.some(({ level }) => level === 'stop')) ? 2 : 0,
    };
  }),
};

type Judged = ReturnType<typeof judge>[number];

function judge(runs: readonly Run[], settings: Settings, now: number) {
  const across = findingsAcross(runs, settings);
  return runs.map((run) => ({ run, ...analyseRun(run, settings, across.filter((finding) => finding.run === run.id), now) }));
}

function describeJudged({ run, findings, verdict }: Judged) {
  return { ...describeRun(run), verdict, findings: [...findings].sort(byUrgency).map(describeFinding) };
}

function report({ run, findings, verdict }: Judged): string {
  return reportRun(run, verdict.sentence, [...findings].sort(byUrgency).flatMap(findingLines));
}

function findingLines({ level, rule, since, headline, evidence, advice }: Finding): readonly string[] {
  return [
    `  ${level.toUpperCase()} (${rule}, since step ${formatStep(since)}): ${headline}`,
    ...evidence.map((one) => `    ${evidenceText(one)}`),
    ...advice.map(({ text }) => `    → ${text}`),
  ];
}
