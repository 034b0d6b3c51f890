import { html, replaceChildren } from '../components/dom';
import type { Host } from '../components/host';
import { curvesSection } from './curvesSection';
import { emptyState } from './emptyState';
import type { ForecastView, Section } from './forecastView';
import { frontSection } from './frontSection';
import { notesSection } from './notesSection';
import { rankingSection } from './rankingSection';
import { toolbar, type ToolbarActions } from './toolbar';
import { verdictSection } from './verdictSection';

export interface ForecastActions extends ToolbarActions {
  chooseModel(model: string): void;
}

/** The parts of the forecast panel in their order. */
export class ForecastLayout {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #sections: readonly Section[];
  readonly #content: HTMLElement;
  readonly #trouble = html('p', { class: 'trouble', role: 'alert', hidden: true });

  constructor(root: HTMLElement, host: Host, actions: ForecastActions) {
    this.#root = root;
    this.#host = host;
    const [verdict, bar, curves, front, ranking, notes] = [verdictSection(), toolbar(actions), curvesSection(), frontSection(), rankingSection((model) => actions.chooseModel(model)), notesSection()];
    this.#sections = [verdict, bar, curves, front, ranking, notes];
    this.#content = html('main', { class: 'page forecast' }, verdict.element, bar.element, this.#trouble, html('div', { class: 'columns' }, curves.element, front.element), ranking.element, notes.element);
  }

  /** Returns whether this is the first view after waiting. */
  show(view: ForecastView): boolean {
    const first = !this.#content.isConnected;
    if (first) replaceChildren(this.#root, this.#content);
    this.#trouble.hidden = true;
    for (const section of this.#sections) section.show(view);
    return first;
  }

  wait(text: string): void {
    replaceChildren(this.#root, html('div', { class: 'waiting' }, html('vscode-progress-ring'), html('p', { role: 'status' }, text)));
  }

  teach(troubles: readonly string[]): void {
    replaceChildren(this.#root, emptyState(troubles, () => void this.#host.call('openSamples', null)));
  }

  trouble(error: unknown): void {
    this.#trouble.hidden = false;
    this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    if (!this.#content.isConnected) replaceChildren(this.#root, this.#trouble);
  }
}
