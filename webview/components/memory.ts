import type { Editor } from './host';

/** What a panel finds again after a reload: what was chosen in it, and how far it was scrolled. */
export class Memory<Kept extends { readonly scroll: number }> {
  readonly #editor: Editor;
  #kept: Kept;

  /** What was kept before, over `beginning`; `given` is what the panel was opened for. */
  constructor(editor: Editor, beginning: Kept, given: Partial<Kept> = {}) {
    this.#editor = editor;
    this.#kept = { ...editor.recall<Kept>(beginning), ...given };
    window.addEventListener('scroll', () => this.keep({ scroll: window.scrollY } as Partial<Kept>), { passive: true });
  }

  get now(): Kept {
    return this.#kept;
  }

  keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#editor.remember(() => this.#kept);
  }

  /** Once there is something to scroll. */
  scrollBack(): void {
    requestAnimationFrame(() => window.scrollTo(0, this.#kept.scroll));
  }
}
