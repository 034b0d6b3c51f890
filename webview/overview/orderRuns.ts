import type { RunSummary } from '../../src/engine/protocol';
import { endedInTrouble } from '../../src/model/verdict';
import { compareKnown } from '../components/compareKnown';
import { stateOrder, stateText, stateWord } from '../components/states';

export type SortKey = 'state' | 'name' | 'loss' | 'best' | 'gain' | 'progress' | 'since' | 'record';

export interface Order {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** The runs that hold every word of the filter in name, path or state, in order; what is unknown stands last. */
export function orderRuns(runs: readonly RunSummary[], filter: string, { key, descending }: Order): readonly RunSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const kept = words.length === 0 ? [...runs] : runs.filter((run) => {
    const text = `${run.name}\n${run.relativePath}\n${stateWord(run.verdict.state)}\n${stateText(run)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const value = sortValue[key];
  const sign = descending ? -1 : 1;
  return kept.sort((a, b) => compareKnown(value(a), value(b), sign) || compareKnown(a.name, b.name, 1));
}

/** First step since which the most urgent finding holds; null for a run without findings. */
export function sinceStep({ findings }: RunSummary): number | null {
  return findings.length > 0 && Number.isFinite(findings[0].since) ? findings[0].since : null;
}

/** What sorts a column, which is also what it shows where that is a number. */
export const sortValue: Readonly<Record<SortKey, (run: RunSummary) => number | string | null>> = {
  state: (run) => stateOrder.indexOf(run.verdict.state) - (endedInTrouble(run) ? 0.5 : 0),
  name: ({ name }) => name,
  loss: ({ lastValue }) => lastValue,
  best: ({ bestValue }) => bestValue,
  gain: ({ gainPerHour }) => gainPerHour,
  progress: ({ lastStep, plannedSteps }) => plannedSteps ? lastStep / plannedSteps : null,
  since: sinceStep,
  record: ({ lastTime, changedAt }) => lastTime === null && changedAt === null ? null : -(lastTime ?? changedAt ?? 0),
};
