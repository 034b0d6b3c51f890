import type { Resource } from '../../src/model/report';
import type { ChartView } from '../charts/chartView';
import type { StepAxis } from '../charts/stepAxis';
import { html } from '../components/dom';
import type { Host } from '../components/host';
import { Page } from '../components/page';
import { t } from '../components/translate';
import type { Curves } from './curves';
import { evidenceSection } from './evidenceSection';
import { healthSection } from './healthSection';
import { lossSection, type LossSection } from './lossSection';
import { marginalReturnSection, type MarginalReturnSection, type ThresholdActions } from './marginalReturnSection';
import type { RunView } from './runView';
import { settingsSection } from './settingsSection';
import { skippedSection } from './skippedSection';
import { stoppersSection } from './stoppersSection';
import { toolbar } from './toolbar';
import { verdictSection } from './verdictSection';

export interface LayoutActions extends ThresholdActions {
  choose(resource: Resource): void;
  export(kind: 'png' | 'csv' | 'json'): void;
}

/** The parts of the run panel in their order. */
export class RunLayout extends Page<RunView> {
  readonly #loss: LossSection;
  readonly #marginal: MarginalReturnSection;

  constructor(root: HTMLElement, host: Host, steps: StepAxis, curves: Curves, actions: LayoutActions) {
    const [loss, marginal] = [lossSection(steps, curves), marginalReturnSection(steps, actions)];
    const bar = toolbar(steps, { choose: actions.choose, export: actions.export, openSetting: (key) => void host.call('openSetting', key) });
    const [verdict, evidence, health, others, settings, skipped] =
      [verdictSection(host), evidenceSection(), healthSection(steps), stoppersSection(), settingsSection(host), skippedSection(host)];
    super(root, [verdict, evidence, bar, loss, marginal, health, others, settings, skipped], (trouble) => html('main', { class: 'run' },
      verdict.element, evidence.element, bar.element, trouble,
      html('div', { class: 'columns' }, loss.element, marginal.element, health.element, others.element),
      settings.element, skipped.element));
    this.#loss = loss;
    this.#marginal = marginal;
  }

  /** Width of the plots, in pixels. */
  get pixels(): number {
    return this.#loss.charts[0].area.width;
  }

  /** The charts for a picture, from top to bottom. */
  get pictures(): readonly { readonly title: string; readonly chart: ChartView }[] {
    const [loss, rate] = this.#loss.charts;
    return [{ title: t('Loss'), chart: loss }, { title: t('Learning rate'), chart: rate }, { title: t('Marginal return'), chart: this.#marginal.chart }];
  }

  /** Shows a view of which only the steps in view or the curves have changed. */
  showCharts(view: RunView): void {
    this.#loss.show(view);
    this.#marginal.show(view);
  }

  showTrial(view: RunView): void {
    this.#marginal.show(view);
  }
}
