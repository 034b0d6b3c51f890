import type { Resource } from '../../src/model/report';
import type { StepAxis } from '../charts/stepAxis';
import { html } from '../components/dom';
import { fileName } from '../components/fileName';
import type { Host } from '../components/host';
import { Page } from '../components/page';
import { t } from '../components/translate';
import type { Curves } from './curves';
import { evidenceSection } from './evidenceSection';
import { exportJson } from './exportJson';
import { exportPicture } from './exportPicture';
import { exportTable } from './exportTable';
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
}

/** The parts of the run panel in their order. Nothing but a line of waiting is shown before the first view. */
export class RunLayout {
  readonly #page: Page<RunView>;
  readonly #host: Host;
  readonly #loss: LossSection;
  readonly #marginal: MarginalReturnSection;
  #view: RunView | undefined;

  constructor(root: HTMLElement, host: Host, steps: StepAxis, curves: Curves, actions: LayoutActions) {
    this.#host = host;
    this.#loss = lossSection(steps, curves);
    this.#marginal = marginalReturnSection(steps, actions);
    const bar = toolbar(steps, {
      choose: actions.choose,
      export: (kind) => void this.#export(kind),
      openSetting: (key) => void host.call('openSetting', key),
    });
    const [verdict, evidence, health, others, settings, skipped] =
      [verdictSection(host), evidenceSection(), healthSection(steps), stoppersSection(), settingsSection(host), skippedSection(host)];
    this.#page = new Page(root, [verdict, evidence, bar, this.#loss, this.#marginal, health, others, settings, skipped], (trouble) => html('main', { class: 'run' },
      verdict.element, evidence.element, bar.element, trouble,
      html('div', { class: 'columns' }, this.#loss.element, this.#marginal.element, health.element, others.element),
      settings.element, skipped.element));
  }

  /** Width of the plots, in pixels. */
  get pixels(): number {
    return this.#loss.charts[0].area.width;
  }

  /** Returns whether this is the first view after waiting. */
  show(view: RunView): boolean {
    this.#view = view;
    return this.#page.show(view);
  }

  /** Shows a view of which only the steps in view or the curves have changed. */
  showCharts(view: RunView): void {
    this.#view = view;
    this.#loss.show(view);
    this.#marginal.show(view);
  }

  showTrial(view: RunView): void {
    this.#marginal.show(view);
  }

  wait(text: string): void {
    this.#page.wait(text);
  }

  trouble(error: unknown): void {
    this.#page.trouble(error);
  }

  async #export(kind: 'png' | 'csv' | 'json'): Promise<void> {
    if (!this.#view) return;
    try {
      const data = await this.#dataOf(kind, this.#view);
      await this.#host.call('save', { suggestedName: `${fileName(this.#view.detail.summary.name)}.${kind}`, data });
    } catch (error) {
      this.trouble(error);
    }
  }

  #dataOf(kind: 'png' | 'csv' | 'json', view: RunView): Promise<string | Uint8Array> | string {
    if (kind === 'csv') return exportTable(view.detail, this.#host);
    if (kind === 'json') return exportJson(view);
    const [loss, rate] = this.#loss.charts;
    return exportPicture(view, [
      { title: t('Loss'), chart: loss }, { title: t('Learning rate'), chart: rate }, { title: t('Marginal return'), chart: this.#marginal.chart }]);
  }
}
