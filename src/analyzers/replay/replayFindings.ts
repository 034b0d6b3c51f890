import type { Level } from '../../model/finding';
import { lastStep, type Run } from '../../model/run';
import type { Series } from '../../model/series';
import type { Settings } from '../../model/settings';
import type { Analyzer } from '../analyzer';

/** Something that would have been said as a log grew. */
export interface ReplayEvent {
  readonly step: number;
  readonly rule: string;
  readonly level: Level;
}

/**
 * What analyzers would have said as a log grew, in the order of the steps at which they would have said it first. A
 * finding's `since` is that step; prefixes of the log show the findings that were withdrawn later. Their number is
 * bounded, so that a finding that held only for an instant of a long log may be missed.
 */
export function replayFindings(run: Run, analyzers: readonly Analyzer[], settings: Settings): ReplayEvent[] {
  const events = new Map<string, ReplayEvent>();
  for (const step of prefixSteps(run)) {
    const then: Run = { ...run, status: 'active', series: run.series.map((series) => upTo(series, step)).filter(({ length }) => length > 0) };
    for (const { rule, level, since } of analyzers.flatMap((analyzer) => analyzer.analyse(then, settings))) {
      const key = `${rule} ${level} ${since}`;
      if (!events.has(key)) events.set(key, { step: since, rule, level });
    }
  }
  return [...events.values()].sort((a, b) => a.step - b.step);
}

const mostPrefixes = 64;

/** Steps of the fullest series, thinned, and always its last. */
function prefixSteps(run: Run): readonly number[] {
  const fullest = run.series.reduce<Series | undefined>((most, series) => (series.length > (most?.length ?? 0) ? series : most), undefined);
  if (!fullest) return [];
  const count = Math.min(mostPrefixes, fullest.length);
  const steps = Array.from({ length: count }, (_, i) => fullest.steps[Math.ceil(((i + 1) * fullest.length) / count) - 1]);
  return [...new Set([...steps, lastStep(run)])].sort((a, b) => a - b);
}

/** What was logged before anything beyond `step` was. */
function upTo(series: Series, step: number): Series {
  const beyond = series.steps.findIndex((logged) => logged > step);
  return beyond < 0 ? series : series.prefix(beyond);
}
