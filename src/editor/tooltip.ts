import { formatAge, formatNumber, formatStep } from '../model/format';
import type { RunSummary } from '../engine/protocol';
import { faceOf } from './runPresentation';
import type { Translate } from './runPresentation';
import { escapeMarkdown } from './untrusted';

/** The tooltip of a run: its verdict, and the figures that the tree has no room for. Markdown, untrusted parts escaped. */
export function runTooltip(run: RunSummary, now: number, t: Translate): string {
  const facts = [...valueFacts(run, t), ...progressFacts(run, now, t)].map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`);
  return [
    `$(${faceOf(run).icon}) **${escapeMarkdown(run.name)}**`,
    escapeMarkdown(run.verdict.sentence),
    ...(facts.length ? [['| | |', '|---|---|', ...facts].join('\n')] : []),
    escapeMarkdown(run.relativePath),
  ].filter(Boolean).join('\n\n');
}

type Fact = readonly [name: string, value: string];

function valueFacts({ metric, lastValue, bestValue, bestStep, gainPerHour }: RunSummary, t: Translate): Fact[] {
  return [
    ...(lastValue === null ? [] : [[metric ? escapeMarkdown(metric) : t('Now'), formatNumber(lastValue)] as const]),
    ...(bestValue === null || bestStep === null ? [] : [[t('Best'), t('{0} at step {1}', formatNumber(bestValue), formatStep(bestStep))] as const]),
    ...(gainPerHour === null ? [] : [[t('Gain per hour'), formatNumber(gainPerHour)] as const]),
  ];
}

function progressFacts({ lastStep, plannedSteps, lastTime, changedAt, status, statusReason, skippedRecords }: RunSummary, now: number, t: Translate): Fact[] {
  const step = plannedSteps === null ? formatStep(lastStep) : t('{0} of {1}', formatStep(lastStep), formatStep(plannedSteps));
  return [
    [t('Step'), step],
    ...recordFact(lastTime, changedAt, now, t),
    [t('Status'), statusReason || status],
    ...(skippedRecords ? [[t('Unreadable records'), formatStep(skippedRecords)] as const] : []),
  ];
}

/** A log without times is as old as its file. */
function recordFact(lastTime: number | null, changedAt: number | null, now: number, t: Translate): Fact[] {
  if (lastTime !== null) return [[t('Last record'), t('{0} ago', formatAge(now - lastTime))]];
  return changedAt === null ? [] : [[t('File last changed'), t('{0} ago', formatAge(now - changedAt))]];
}
