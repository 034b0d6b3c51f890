import { html } from '../components/dom';
import type { Host } from '../components/host';
import { Page } from '../components/page';
import { curvesSection } from './curvesSection';
import { emptyState } from './emptyState';
import type { ForecastView } from './forecastView';
import { frontSection } from './frontSection';
import { notesSection } from './notesSection';
import { rankingSection } from './rankingSection';
import { toolbar, type ToolbarActions } from './toolbar';
import { verdictSection } from './verdictSection';

export interface ForecastActions extends ToolbarActions {
  chooseModel(model: string): void;
}

/** The parts of the forecast panel in their order. */
export class ForecastLayout extends Page<ForecastView> {
  readonly #host: Host;

  constructor(root: HTMLElement, host: Host, actions: ForecastActions) {
    const [verdict, bar, curves, front, ranking, notes] = [verdictSection(), toolbar(actions), curvesSection(), frontSection(), rankingSection((model) => actions.chooseModel(model)), notesSection()];
    super(root, [verdict, bar, curves, front, ranking, notes], (trouble) => html('main', { class: 'page forecast' }, verdict.element, bar.element, trouble, html('div', { class: 'columns' }, curves.element, front.element), ranking.element, notes.element));
    this.#host = host;
  }

  teach(troubles: readonly string[]): void {
    this.instead(emptyState(troubles, () => void this.#host.call('openSamples', null)));
  }
}
