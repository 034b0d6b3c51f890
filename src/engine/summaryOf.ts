import { performanceOf } from '../analyzers/losses/performance';
import { metrics, moduleGradNorm } from '../model/metric';
import type { Run } from '../model/run';
import { say } from '../model/say';
import { spectralColumn } from '../model/spectralMetric';
import type { Settings } from '../model/settings';
import type { Verdict } from '../model/verdict';
import type { Analysis } from './analyseRun';
import type { FindingAnchor, RunSummary } from './protocol';
import { keepsOptimizer } from './gradients/optimizerCheckpoint';
import { summarisePerformance } from './summarise';

/** The row of a run in tree and overview; without an analysis, what is known before the analyzers have looked. */
export function summaryOf(run: Run, root: string, colour: number, analysis: (Analysis & { readonly anchors: readonly FindingAnchor[] }) | undefined, settings: Settings): RunSummary {
  const performance = performanceOf(run, settings);
  return {
    id: run.id,
    name: run.name,
    folder: root,
    relativePath: run.id.startsWith(`${root}/`) ? run.id.slice(root.length + 1) : run.id,
    status: run.status,
    statusReason: run.statusReason,
    verdict: analysis?.verdict ?? notYetJudged(),
    findings: analysis?.findings ?? [],
    sources: run.sources,
    ...summarisePerformance(run, performance?.series, performance?.lowerIsBetter ?? true),
    changedAt: run.changedAt ?? null,
    plannedSteps: run.plan.maxSteps ?? null,
    checkpoints: run.checkpointFiles,
    hasSpectra: run.series.some(({ metric }) => spectralColumn(metric) !== undefined),
    hasGradients: hasGradients(run),
    skippedRecords: run.skippedRecords,
    colour,
    anchors: analysis?.anchors ?? [],
  };
}

function hasGradients(run: Run): boolean {
  return run.series.some(({ metric }) => metric === metrics.gradNorm || metric.startsWith(moduleGradNorm)) || keepsOptimizer(run);
}

function notYetJudged(): Verdict {
  return { state: 'unsure', badge: '…', sentence: say`The log is read; the diagnosis follows in a moment.` };
}
