import { byUrgency, type Evidence, type Finding } from '../../src/model/finding';
import { intervalOf, formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { MarginalReturnReport } from '../../src/model/report';
import { t } from '../components/translate';
import { plannedSteps, type RunView } from './runView';

export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly interval?: string;
  readonly reference?: string;
}

const most = 5;

/** Three to five figures: those of the most urgent finding, then what the marginal return adds to them. */
export function figuresOf(view: RunView): readonly Figure[] {
  const urgent = [...view.detail.summary.findings].sort(byUrgency).find(bearsOnVerdict);
  const found = (urgent?.evidence ?? []).map(figureOf);
  const known = new Set(found.map(({ label }) => label));
  const enough = found.length >= 3 ? found.length : most;
  return [...found, ...reported(view).filter(({ label }) => !known.has(label))].slice(0, Math.min(most, Math.max(enough, 3)));
}

/** A mere note is no ground of a verdict, unless it is about the decay, which is one. */
function bearsOnVerdict({ level, rule }: Finding): boolean {
  return level !== 'note' || rule === 'marginal-return' || rule === 'decay-now' || rule === 'wait-for-decay';
}

function figureOf({ label, value, unit, low, high, reference }: Evidence): Figure {
  return {
    label, unit,
    value: typeof value === 'number' ? formatNumber(value) : value,
    interval: typeof value === 'number' && low !== undefined && high !== undefined ? intervalOf(value, low, high) : undefined,
    reference: reference === undefined ? undefined : typeof reference === 'number' ? t('against {0}', formatNumber(reference)) : reference,
  };
}

function reported(view: RunView): readonly Figure[] {
  const { report } = view;
  const figures = report ? [...gain(report), ...certainty(report, view), ...saving(view, report), ...remaining(view, report), ...decay(report)] : [];
  return [...figures, ...best(view)];
}

function gain({ checks, threshold, thresholdUnit }: MarginalReturnReport): readonly Figure[] {
  const last = checks.at(-1);
  if (!last) return [];
  return [{
    label: t('Marginal return'), value: formatNumber(last.marginalReturn), interval: intervalOf(last.marginalReturn, last.low, last.high),
    reference: t('threshold {0} {1}', formatNumber(threshold), thresholdUnit),
  }];
}

function certainty({ checks }: MarginalReturnReport, { settings }: RunView): readonly Figure[] {
  const last = checks.at(-1);
  if (!last) return [];
  return [{
    label: t('Certainty that it is below'), value: formatPercent(last.probabilityBelow),
    reference: t('stops from {0}, {1} times in a row', formatPercent(settings['marginalReturn.probability']), settings['marginalReturn.consecutive']),
  }];
}

function saving(view: RunView, { decision, since }: MarginalReturnReport): readonly Figure[] {
  const planned = plannedSteps(view);
  if (decision !== 'stop' || !planned || !Number.isFinite(since)) return [];
  return [{ label: t('Stopping saved'), value: formatPercent(1 - since / planned), reference: t('{0} steps of the plan', formatStep(planned - since)) }];
}

function remaining(view: RunView, { remaining: expected }: MarginalReturnReport): readonly Figure[] {
  const planned = plannedSteps(view);
  const left = planned ? planned - view.detail.summary.lastStep : 0;
  if (!expected || left <= 0) return [];
  return [{
    label: t('Rest of the plan brings'), value: formatNumber(expected.value), interval: intervalOf(expected.value, expected.low, expected.high),
    reference: t('in {0} steps', formatStep(left)),
  }];
}

function decay({ decayNow }: MarginalReturnReport): readonly Figure[] {
  if (!decayNow) return [];
  return [{ label: t('Decay now brings'), value: formatNumber(decayNow.value), interval: intervalOf(decayNow.value, decayNow.low, decayNow.high) }];
}

function best({ detail: { summary } }: RunView): readonly Figure[] {
  if (summary.bestValue === null || summary.bestStep === null) return [];
  const now = summary.lastValue === null ? '' : t('now {0}', formatNumber(summary.lastValue));
  return [{ label: t('Best so far'), value: formatNumber(summary.bestValue), interval: t('at step {0}', formatStep(summary.bestStep)), reference: now }];
}
