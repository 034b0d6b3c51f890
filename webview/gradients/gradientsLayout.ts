import type { RunSummary } from '../../src/engine/protocol';
import type { TailOver } from '../../src/model/gradientReport';
import { formatPercent } from '../../src/model/format';
import { html, replaceChildren } from '../components/dom';
import type { Host } from '../components/host';
import { t } from '../components/translate';
import { basisSection } from './basisSection';
import { courseSection } from './courseSection';
import { emptyState } from './emptyState';
import type { GradientsView, InfluenceMeasure, Section } from './gradientsView';
import { influenceSection } from './influenceSection';
import { moduleTableSection } from './moduleTableSection';
import { samplesSection } from './samplesSection';
import { shareSection } from './shareSection';
import { tailSection } from './tailSection';
import { toolbar } from './toolbar';
import { verdictSection } from './verdictSection';

export interface GradientsActions {
  chooseMeasure(measure: InfluenceMeasure): void;
  chooseModule(name: string): void;
  chooseTail(over: TailOver): void;
  testFit(): void;
  cancel(): void;
  export(kind: 'csv' | 'json' | 'samples'): void;
}

/** The parts of the gradient panel in their order. */
export class GradientsLayout {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #actions: GradientsActions;
  readonly #sections: readonly Section[];
  readonly #content: HTMLElement;
  readonly #trouble = html('p', { class: 'trouble', role: 'alert', hidden: true });

  constructor(root: HTMLElement, host: Host, actions: GradientsActions) {
    this.#root = root;
    this.#host = host;
    this.#actions = actions;
    const [verdict, bar, basis, tail, map, share, course, samples, table] = [
      verdictSection(host), toolbar(actions), basisSection(), tailSection(actions), influenceSection(actions), shareSection(), courseSection(), samplesSection(actions), moduleTableSection(actions)];
    this.#sections = [verdict, bar, basis, tail, map, share, course, samples, table];
    this.#content = html('main', { class: 'page gradients' },
      verdict.element, basis.element, bar.element, this.#trouble,
      html('div', { class: 'columns' }, map.element, share.element, tail.element, course.element),
      table.element, samples.element);
  }

  /** Returns whether this is the first view after waiting. */
  show(view: GradientsView): boolean {
    const first = !this.#content.isConnected;
    if (first) replaceChildren(this.#root, this.#content);
    this.#trouble.hidden = true;
    for (const section of this.#sections) section.show(view);
    return first;
  }

  wait(text: string): void {
    replaceChildren(this.#root, html('div', { class: 'waiting' }, html('vscode-progress-ring'), html('p', { role: 'status' }, text)));
  }

  /** While the optimizer of a checkpoint is read for the first time. */
  read(fraction: number): void {
    replaceChildren(this.#root, html('div', { class: 'waiting' },
      html('progress', { value: fraction, max: 1, 'aria-label': t('Reading the optimizer state') }),
      html('p', { role: 'status' }, t('Reading the optimizer state: {0}.', formatPercent(fraction))),
      html('vscode-button', { appearance: 'secondary', onclick: () => this.#actions.cancel() }, t('Cancel'))));
  }

  teach({ id, name }: RunSummary, reason: string): void {
    replaceChildren(this.#root, emptyState(name, reason, () => void this.#host.call('openRun', id)));
  }

  trouble(error: unknown): void {
    this.#trouble.hidden = false;
    this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    if (!this.#content.isConnected) replaceChildren(this.#root, this.#trouble);
  }
}
