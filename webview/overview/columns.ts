import type { RunSummary } from '../../src/engine/protocol';
import type { Figure } from '../../src/model/figures';
import { formatPercent, formatStep } from '../../src/model/format';
import { html, svg } from '../components/dom';
import { fileTime, relativeTime } from '../components/relativeTime';
import { shownState, stateIcon, stateText } from '../components/states';
import { t } from '../components/translate';
import { type SortKey, sinceStep } from './orderRuns';
import { sparkline } from './sparkline';

export interface Column {
  /** CSS class of header and cells. */
  readonly name: string;
  title(): string;
  /** What sorts by it; none where that would mean nothing. */
  readonly sort?: SortKey;
  /** Whether the largest comes first when it is chosen. */
  readonly largestFirst?: boolean;
  /** `figure` writes the numbers of the column with their points below each other. */
  cell(run: RunSummary, figure: Figure): readonly (Node | string)[];
}

export const columns: readonly Column[] = [
  { name: 'state', title: () => t('State'), sort: 'state', cell: state },
  { name: 'name', title: () => t('Run'), sort: 'name', cell: ({ name, relativePath }) => [html('span', { class: 'run-name', title: relativePath }, name)] },
  { name: 'trend', title: () => t('Trend'), cell: (run) => [sparkline(run)] },
  { name: 'loss', title: () => t('Loss'), sort: 'loss', cell: ({ lastValue, metric }, figure) => [number(lastValue, figure, metric === null ? '' : t('last value of {0}', metric))] },
  { name: 'best', title: () => t('Best'), sort: 'best', cell: ({ bestValue, bestStep }, figure) => [number(bestValue, figure, bestStep === null ? '' : t('at step {0}', formatStep(bestStep)))] },
  { name: 'gain', title: () => t('Gain per hour'), sort: 'gain', largestFirst: true, cell: ({ gainPerHour }, figure) => [number(gainPerHour, figure, t('over the last tenth of the run'))] },
  { name: 'progress', title: () => t('Step'), sort: 'progress', largestFirst: true, cell: progress },
  { name: 'since', title: () => t('Since step'), sort: 'since', cell: (run) => [step(sinceStep(run))] },
  { name: 'record', title: () => t('Last record'), sort: 'record', cell: record },
];

function number(value: number | null, figure: Figure, title: string): HTMLElement {
  return value === null ? unknown() : html('span', { title }, figure(value));
}

function record({ lastTime, changedAt, statusReason }: RunSummary): readonly Node[] {
  if (lastTime !== null) return [relativeTime(lastTime)];
  return [changedAt === null ? unknown(statusReason) : fileTime(changedAt)];
}

function step(value: number | null): HTMLElement {
  return value === null ? unknown() : html('span', {}, formatStep(value));
}

function state(run: RunSummary): readonly Node[] {
  return [stateIcon(shownState(run)), html('span', { title: run.verdict.sentence }, stateText(run))];
}

function unknown(title?: string): HTMLElement {
  return html('span', { class: 'quiet', title, 'aria-label': t('unknown') }, '–');
}

const barLength = 100;

/** The step, and of a plan how much of it is done, as a thin line below. */
function progress({ lastStep, plannedSteps }: RunSummary): readonly Node[] {
  if (!plannedSteps) return [html('span', {}, formatStep(lastStep))];
  const share = Math.min(1, lastStep / plannedSteps);
  return [
    html('span', { title: t('{0} of the plan', formatPercent(share)) }, formatStep(lastStep), html('span', { class: 'quiet' }, ` / ${formatStep(plannedSteps)}`)),
    svg('svg', { class: 'progress-bar', viewBox: `0 0 ${barLength} 2`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { class: 'rest', width: barLength, height: 2 }), svg('rect', { class: 'done', width: share * barLength, height: 2 })),
  ];
}
