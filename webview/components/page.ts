import { html, replaceChildren } from './dom';

/** A part of a panel: an element that is built once and shows one view after the other. */
export interface PageSection<View> {
  readonly element: HTMLElement;
  show(view: View): void;
}

/** What a panel shows: a line of waiting, then its sections; or something instead of them. */
export class Page<View> {
  readonly #root: HTMLElement;
  readonly #sections: readonly PageSection<View>[];
  readonly #content: HTMLElement;
  readonly #trouble = html('p', { class: 'trouble', role: 'alert', hidden: true });

  /** `layOut` puts the sections, and the line that tells of troubles, into one element. */
  constructor(root: HTMLElement, sections: readonly PageSection<View>[], layOut: (trouble: HTMLElement) => HTMLElement) {
    this.#root = root;
    this.#sections = sections;
    this.#content = layOut(this.#trouble);
  }

  /** Returns whether this is the first view after something else. */
  show(view: View): boolean {
    const first = !this.#content.isConnected;
    if (first) replaceChildren(this.#root, this.#content);
    this.#trouble.hidden = true;
    for (const section of this.#sections) section.show(view);
    return first;
  }

  /** Shows this instead of the sections: what teaches, or what says why there is nothing. */
  instead(element: HTMLElement): void {
    replaceChildren(this.#root, element);
  }

  wait(text: string): void {
    this.instead(html('main', { class: 'waiting' }, html('vscode-progress-ring'), html('p', { role: 'status' }, text)));
  }

  /** What is to be shown is not there, and nothing goes on that would bring it. */
  absent(text: string): void {
    this.instead(html('main', { class: 'waiting' }, html('p', { role: 'status' }, text)));
  }

  /** Runs a task, and tells of what it throws. */
  async attempt(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.trouble(error);
    }
  }

  trouble(error: unknown): void {
    this.#trouble.hidden = false;
    this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    if (!this.#content.isConnected) this.instead(this.#trouble);
  }
}
