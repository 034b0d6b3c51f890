import { baseName } from '../../src/model/source';
import { html, replaceChildren } from '../components/dom';
import { levelIcon } from '../components/states';
import { t } from '../components/translate';
import type { CheckpointView, Section } from './checkpointView';
import { comparisonSection, type ComparisonActions } from './comparisonSection';
import { headSection } from './headSection';
import { rolesSection } from './rolesSection';
import { spectraSection, type SpectraActions } from './spectraSection';
import { tensorsSection, type TensorActions } from './tensorsSection';

export interface CheckpointActions extends SpectraActions, ComparisonActions, TensorActions {}

/** The parts of the summary in their order. */
export class CheckpointLayout {
  readonly #root: HTMLElement;
  readonly #sections: readonly Section[];
  readonly #content: HTMLElement;
  readonly #trouble = html('p', { class: 'trouble', role: 'alert', hidden: true });

  constructor(root: HTMLElement, actions: CheckpointActions) {
    this.#root = root;
    const [head, roles, tensors, spectra, comparison] = [headSection(), rolesSection(), tensorsSection(actions), spectraSection(actions), comparisonSection(actions)];
    this.#sections = [head, roles, tensors, spectra, comparison];
    this.#content = html('main', { class: 'page checkpoint' }, head.element, this.#trouble, spectra.element, html('div', { class: 'holdings' }, tensors.element, roles.element), comparison.element);
  }

  show(view: CheckpointView): void {
    if (!this.#content.isConnected) replaceChildren(this.#root, this.#content);
    this.#trouble.hidden = true;
    for (const section of this.#sections) section.show(view);
  }

  wait(text: string): void {
    replaceChildren(this.#root, html('div', { class: 'waiting' }, html('vscode-progress-ring'), html('p', { role: 'status' }, text)));
  }

  /** A file that cannot be read, and why. */
  refuse(path: string, reason: string): void {
    replaceChildren(this.#root, html('main', { class: 'page refused' },
      html('header', { class: 'verdict' },
        html('div', { class: 'who' }, html('h1', {}, baseName(path)), html('div', { class: 'context' }, html('span', { title: path }, path))),
        html('div', { class: 'say' }, html('div', { class: 'verdict-icon' }, levelIcon('warning')), html('p', { class: 'sentence', role: 'alert' }, reason),
          html('p', { class: 'quiet' }, t('Nothing in the file was executed, and nothing was changed.'))))));
  }

  trouble(error: unknown): void {
    this.#trouble.hidden = false;
    this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    if (!this.#content.isConnected) replaceChildren(this.#root, this.#trouble);
  }
}
