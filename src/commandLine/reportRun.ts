import { evidenceText } from '../model/evidenceText';
import { byUrgency, type Finding } from '../model/finding';
import { formatNumber, formatStep } from '../model/format';
import { latestPoints } from '../model/latestPoints';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { lastStep, seriesOf } from '../model/run';
import type { Verdict } from '../model/verdict';
import { chart } from './chart';

/** A run for people in a terminal: verdict, curve, findings with their evidence. */
export function reportRun(run: Run, verdict?: Verdict, findings: readonly Finding[] = []): string {
  const lines = [
    `${run.name}  [${run.status}]  ${run.sources.map(({ format }) => format).join(' + ') || 'checkpoints'}`,
    verdict?.sentence ?? run.statusReason,
    curveOf(run),
    ...[...findings].sort(byUrgency).flatMap(findingLines),
    ...(run.skippedRecords > 0 ? [`  ${run.skippedRecords} records could not be read.`] : []),
    '',
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

const width = 72;
const height = 6;

function curveOf(run: Run): string | undefined {
  const losses = [metrics.evalLoss, metrics.trainLoss, metrics.trainLossEpoch].map((metric) => seriesOf(run, metric));
  const series = [...losses, run.series[0]].find((one) => one !== undefined && one.length >= 2);
  if (!series) return undefined;
  const points = latestPoints(series);
  return `${chart(points.values, width, height, formatNumber)}\n${series.original} over steps ${formatStep(points.steps[0])} to ${formatStep(lastStep(run))}`;
}

function findingLines(finding: Finding): readonly string[] {
  return [
    `  ${finding.level.toUpperCase()} (${finding.rule}, since step ${formatStep(finding.since)}): ${finding.headline}`,
    ...finding.evidence.map((evidence) => `    ${evidenceText(evidence)}`),
    ...finding.advice.map(({ text }) => `    → ${text}`),
  ];
}
