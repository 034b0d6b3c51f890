import { marginalReturnOutlook } from '../analyzers/marginalReturn';
import { performanceOf } from '../analyzers/losses/performance';
import { analyzers, workspaceAnalyzers } from '../analyzers/registry';
import { resourcesOf } from '../analyzers/resource';
import { stopperOutcomes } from '../analyzers/replay/stoppers';
import { verdictOf } from '../analyzers/verdict';
import type { Finding } from '../model/finding';
import { byUrgency } from '../model/finding';
import { latestPoints } from '../model/latestPoints';
import type { MarginalReturnReport, StopperOutcome } from '../model/report';
import type { Run } from '../model/run';
import type { Settings } from '../model/settings';
import type { Verdict } from '../model/verdict';
import type { FindingAnchor, RunDetail, RunSummary } from './protocol';
import { summariseSeries } from './summarise';

/** Everything the analyzers say about a run. */
export interface Analysis {
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  readonly stoppers: readonly StopperOutcome[];
}

/** What was found about a run, and where it is shown. */
export interface JudgedAnalysis extends Analysis {
  readonly anchors: readonly FindingAnchor[];
}

/**
 * Asks every analyzer; `across` are the findings about this run that took other runs to see. `now` is in milliseconds
 * since 1970.
 */
export function analyseRun(run: Run, settings: Settings, across: readonly Finding[], now: number): Analysis {
  const findings = [...analyzers.flatMap((analyzer) => analyzer.analyse(run, settings)), ...across].sort(byUrgency);
  return { findings, verdict: verdictOf(run, findings, marginalReturnOutlook(run, settings), now), stoppers: stoppersOf(run, settings) };
}

/** What the comparison of runs finds. */
export function findingsAcross(runs: readonly Run[], settings: Settings): readonly Finding[] {
  return workspaceAnalyzers.flatMap((analyzer) => {
    const comparison = analyzer.compare(runs, settings);
    let step = comparison.next();
    while (!step.done) step = comparison.next();
    return step.value;
  });
}

/** What a run panel needs for its first picture; no analysis and no report while the run is still being judged. */
export function detailOf(run: Run, summary: RunSummary, analysis: Analysis | undefined, report: MarginalReturnReport | null, settings: Settings): RunDetail {
  return {
    summary,
    plan: run.plan,
    model: run.model,
    hyperparameters: run.hyperparameters,
    series: run.series.map((series) => summariseSeries(series, run.sources.length === 1 ? run.sources[0].path : '')),
    report,
    stoppers: analysis?.stoppers ?? [],
    resources: resourcesOf(run, settings),
    configs: run.configs.map(({ path, entries }) => ({ path, entries })),
  };
}

function stoppersOf(run: Run, settings: Settings): readonly StopperOutcome[] {
  const performance = performanceOf(run, settings);
  if (!performance) return [];
  const { steps, values } = latestPoints(performance.series);
  return stopperOutcomes(steps, values, performance.lowerIsBetter);
}
