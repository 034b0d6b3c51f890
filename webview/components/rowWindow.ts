import { oncePerFrame } from './oncePerFrame';

/** A scrolling element, and how its rows are made. */
export interface RowWindowForm<Row> {
  /** Scrolls and holds the focus. */
  readonly element: HTMLElement;
  /** Holds the rows, one below the other by their transform. */
  readonly body: HTMLElement;
  readonly rowHeight: number;
  /** Of the head, which stays in sight. */
  readonly headHeight: number;
  /** What tells a row from all others. */
  key(row: Row): string;
  /** What its element shows beside the row itself; a row whose look changes is made anew. */
  look(row: Row): string;
  /** With its index in data-index. */
  make(row: Row, index: number): HTMLElement;
  /** A key other than the moving ones was pressed on the focused row, which is undefined where none is; returns whether it meant anything. */
  press(key: string, row: Row | undefined): boolean;
  /** A character is about to be typed that is no command. */
  type?(): void;
}

interface Drawn<Row> {
  readonly element: HTMLElement;
  readonly row: Row;
  readonly look: string;
}

/** Rows kept above and below what can be seen. */
const spare = 8;

/** Rows of which only those in sight exist, so that thousands scroll as easily as ten; walked by keyboard. */
export class RowWindow<Row> {
  readonly #form: RowWindowForm<Row>;
  readonly #drawn = new Map<number, Drawn<Row>>();
  #rows: readonly Row[] = [];
  #focused: string | null = null;
  readonly #drawSoon = oncePerFrame(() => this.#draw());

  constructor(form: RowWindowForm<Row>) {
    this.#form = form;
    form.element.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    form.element.addEventListener('keydown', (event) => this.#press(event));
    form.element.addEventListener('focus', () => this.#focusAny());
    new ResizeObserver(() => this.#drawSoon()).observe(form.element);
  }

  /** Draws at once, for a frame without rows would be seen. */
  show(rows: readonly Row[]): void {
    const { element, body, rowHeight } = this.#form;
    this.#rows = rows;
    element.setAttribute('aria-rowcount', String(rows.length + 1));
    body.style.height = `${rows.length * rowHeight}px`;
    this.#draw();
  }

  /** Every row is made anew with the next drawing. */
  forget(): void {
    for (const { element } of this.#drawn.values()) element.remove();
    this.#drawn.clear();
  }

  /** The row in which something happened, which becomes the focused one. */
  focusAt(event: Event): Row | undefined {
    const index = Number((event.target as Element).closest<HTMLElement>('[data-index]')?.dataset.index);
    if (this.#rows[index] !== undefined) this.#focus(index);
    return this.#rows[index];
  }

  /** Where the focus is on no row yet, the first in sight gets it, so that it can be seen and heard where the keys begin. */
  #focusAny(): void {
    const { element, rowHeight } = this.#form;
    if (element.matches(':focus-visible') && this.#focusedIndex() < 0) this.#focus(Math.ceil(element.scrollTop / rowHeight));
  }

  #draw(): void {
    const { element, body, rowHeight, make, look } = this.#form;
    const { scrollTop, clientHeight } = element;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
    const last = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / rowHeight) + spare);
    for (const [index, drawn] of this.#drawn) {
      if (index >= first && index < last && drawn.row === this.#rows[index] && drawn.look === look(drawn.row)) continue;
      drawn.element.remove();
      this.#drawn.delete(index);
    }
    for (let index = first; index < last; index++) {
      if (this.#drawn.has(index)) continue;
      const row = this.#rows[index];
      const made = { row, look: look(row), element: make(row, index) };
      made.element.style.transform = `translateY(${index * rowHeight}px)`;
      this.#drawn.set(index, made);
      body.append(made.element);
    }
    this.#markFocus();
  }

  #markFocus(): void {
    const index = this.#focusedIndex();
    for (const [at, { element }] of this.#drawn) element.classList.toggle('focused', at === index);
    const drawn = this.#drawn.get(index);
    if (drawn) this.#form.element.setAttribute('aria-activedescendant', drawn.element.id);
    else this.#form.element.removeAttribute('aria-activedescendant');
  }

  #focusedIndex(): number {
    return this.#rows.findIndex((row) => this.#form.key(row) === this.#focused);
  }

  #focus(index: number): void {
    const at = Math.min(this.#rows.length - 1, Math.max(0, index));
    if (at < 0) return;
    const { element, rowHeight, headHeight } = this.#form;
    this.#focused = this.#form.key(this.#rows[at]);
    const top = at * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight + headHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight + headHeight - element.clientHeight;
    this.#draw();
  }

  #press(event: KeyboardEvent): void {
    const { element, rowHeight, press, type } = this.#form;
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.#focusedIndex();
    const page = Math.max(1, Math.floor(element.clientHeight / rowHeight) - 2);
    const moves: Readonly<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page, Home: 0, End: this.#rows.length - 1 };
    if (Object.hasOwn(moves, event.key)) this.#focus(moves[event.key]);
    else if (!press(event.key, this.#rows[index])) {
      if (event.key.length === 1 && event.key !== ' ') type?.();
      return;
    }
    event.preventDefault();
  }
}
