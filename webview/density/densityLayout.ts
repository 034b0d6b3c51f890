import { html, replaceChildren } from '../components/dom';
import type { Host } from '../components/host';
import { benchmarksSection } from './benchmarksSection';
import { compressionSection } from './compressionSection';
import { computeSection } from './computeSection';
import { coursesSection } from './coursesSection';
import type { DensityView, Section } from './densityView';
import { emptyState } from './emptyState';
import { modelsSection } from './modelsSection';
import { notesSection } from './notesSection';
import { parametersSection } from './parametersSection';
import { scalingSection } from './scalingSection';
import { scalingBar, type ScalingActions } from './scalingBar';
import { toolbar, type ToolbarActions } from './toolbar';
import { trendSection } from './trendSection';
import { verdictSection } from './verdictSection';

export interface DensityActions extends ToolbarActions, ScalingActions {
  chooseModel(key: string): void;
}

/** The parts of the density panel in their order. */
export class DensityLayout {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #sections: readonly Section[];
  readonly #content: HTMLElement;
  readonly #trouble = html('p', { class: 'trouble', role: 'alert', hidden: true });

  constructor(root: HTMLElement, host: Host, actions: DensityActions) {
    this.#root = root;
    this.#host = host;
    const verdict = verdictSection();
    const densities = [toolbar(actions), trendSection(), coursesSection(), benchmarksSection((benchmark) => actions.chooseBenchmark(benchmark)), compressionSection(), modelsSection((key) => actions.chooseModel(key))];
    const [bar, trend, courses, benchmarks, compression, models] = densities;
    const laws = [scalingBar(actions), scalingSection(), computeSection(), parametersSection()];
    const [sweep, fit, slice, parameters] = laws;
    const notes = notesSection();
    this.#sections = [verdict, ...densities, ...laws, notes];
    const part = elementOf;
    this.#content = html('main', { class: 'page density' }, verdict.element, this.#trouble,
      part(bar), html('div', { class: 'columns' }, part(trend), part(courses), part(benchmarks), part(compression)), part(models),
      part(sweep), html('div', { class: 'columns' }, part(fit), part(slice)), part(parameters), part(notes));
  }

  /** Returns whether this is the first view after waiting. */
  show(view: DensityView): boolean {
    const first = !this.#content.isConnected;
    if (first) replaceChildren(this.#root, this.#content);
    this.#trouble.hidden = true;
    for (const section of this.#sections) section.show(view);
    return first;
  }

  wait(text: string): void {
    replaceChildren(this.#root, html('div', { class: 'waiting' }, html('vscode-progress-ring'), html('p', { role: 'status' }, text)));
  }

  teach(problem: string): void {
    replaceChildren(this.#root, emptyState(problem, () => void this.#host.call('openSetting', 'tables.columns'), () => void this.#host.call('openSamples', null)));
  }

  trouble(error: unknown): void {
    this.#trouble.hidden = false;
    this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    if (!this.#content.isConnected) replaceChildren(this.#root, this.#trouble);
  }
}

function elementOf({ element }: Section): HTMLElement {
  return element;
}
