import { formatNumber } from '../../src/model/format';
import { ChartView } from '../charts/chartView';
import type { StepAxis } from '../charts/stepAxis';
import { html, setText } from '../components/dom';
import { t } from '../components/translate';
import { whatChanges } from './decisions';
import { marginalReturnPicture } from './marginalReturnPicture';
import { plannedSteps, type RunView, type Section } from './runView';
import { thresholdHandle } from './thresholdHandle';

export interface ThresholdActions {
  /** Tries a threshold without writing it; null ends the trial. */
  attempt(threshold: number | null): void;
  use(threshold: number): void;
}

export interface MarginalReturnSection extends Section {
  readonly chart: ChartView;
}

/** What the next part of the budget buys, against a threshold that can be moved to see what would change. */
export function marginalReturnSection(steps: StepAxis, actions: ThresholdActions): MarginalReturnSection {
  const chart = new ChartView({ title: t('Marginal return'), steps, height: 'taller' });
  const unit = html('span', { class: 'unit' });
  const trialBar = trialOf(() => { if (tried !== null) actions.use(tried); }, () => attempt(null));
  const missing = html('p', { class: 'missing' });
  const chartParts = html('div', {}, chart.plot, trialBar.element, html('div', { class: 'tables' }, chart.table.element));
  const element = html('section', { class: 'chart marginal' },
    html('div', { class: 'heading' }, html('h2', {}, t('Marginal return')), unit, chart.legend.element), missing, chartParts);
  let tried: number | null = null;
  let shown: RunView | undefined;

  const handle = thresholdHandle(chart, (value) => attempt(value));
  chart.plot.append(handle.element);

  function attempt(value: number | null): void {
    tried = value;
    actions.attempt(value);
    if (shown) show(shown);
  }

  function show(view: RunView): void {
    shown = view;
    const { report } = view;
    const exists = report !== null && report.checks.length > 0;
    missing.hidden = exists;
    chartParts.hidden = !exists;
    if (!exists) setText(missing, whyMissing(view));
    else showReport(view, report);
  }

  function showReport(view: RunView, report: NonNullable<RunView['report']>): void {
    if (tried === report.threshold) tried = null;
    const trial = tried === null ? null : view.trial;
    setText(unit, report.thresholdUnit);
    handle.show(tried ?? report.threshold, report.thresholdUnit);
    chart.show(marginalReturnPicture(report, tried, trial, steps));
    const outcome = tried === null ? null : trial?.threshold === tried ? whatChanges(report, trial, plannedSteps(view)) : t('At {0} …', formatNumber(tried));
    trialBar.show(outcome, report.threshold);
  }

  return { element, chart, show };
}

/** What a threshold that is tried would change, to be taken or not. */
function trialOf(use: () => void, back: () => void) {
  const changes = html('p', { class: 'changes', 'aria-live': 'polite' });
  const backButton = html('vscode-button', { appearance: 'secondary', onclick: back });
  const buttons = html('div', { class: 'actions' }, html('vscode-button', { appearance: 'primary', onclick: use }, t('Use this threshold')), backButton);
  return {
    element: html('div', { class: 'trial' }, changes, buttons),
    /** `outcome` is null where nothing is tried. */
    show(outcome: string | null, threshold: number) {
      buttons.hidden = outcome === null;
      setText(backButton, t('Back to {0}', formatNumber(threshold)));
      setText(changes, outcome ?? t('Drag the line, or move it with the arrow keys, to try another threshold.'));
    },
  };
}

function whyMissing({ report }: RunView): string {
  if (!report) return t('No metric of this run measures performance: name one in the setting performance.metric.');
  return t('Too early to say: {0} evaluations are needed for a 95 % interval, {1} exist.', report.needed, report.available);
}
